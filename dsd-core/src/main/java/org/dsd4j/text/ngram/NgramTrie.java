package org.dsd4j.text.ngram;

import java.util.Arrays;
import org.dsd4j.internal.Internal;

/**
 * Sequences of words as a tree: a node represents the words on the path from the root. The root, 0,
 * represents the empty sequence; the other nodes are numbered from 1 in the order in which they are
 * added, each after its parent. Words are numbers from 0.
 *
 * <p>A node takes 8 bytes, and its entry in a hash table with open addressing 4 to 8.
 *
 * @hidden
 */
@Internal
public final class NgramTrie {
  public static final int ROOT = 0;

  /** The result of {@link #find} where there is no node. */
  public static final int NONE = -1;

  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private int[] parents = new int[64];
  private int[] words = new int[64];
  private int size = 1;
  // The hash table, a power of two in size, at most half full; 0 is an empty entry.
  private int[] table = new int[128];

  /** The number of nodes, including the root. */
  public int size() {
    return size;
  }

  public int parent(int node) {
    return parents[node];
  }

  /** The last word of a node's sequence. */
  public int word(int node) {
    return words[node];
  }

  /** The node for the words of {@code parent} and then {@code word}, or {@link #NONE}. */
  int find(int parent, int word) {
    int node = table[place(parent, word)];
    return node == 0 ? NONE : node;
  }

  /** The node for the words {@code from} to {@code to}, excluded, or {@link #NONE}. */
  int find(int[] sequence, int from, int to) {
    int node = ROOT;
    for (int i = from; i < to && node != NONE; i++) {
      node = find(node, sequence[i]);
    }
    return node;
  }

  /**
   * The node for the words of {@code parent} and then {@code word}, which is added if it does not
   * exist.
   */
  public int findOrAdd(int parent, int word) {
    int place = place(parent, word);
    if (table[place] != 0) {
      return table[place];
    }
    if (size == parents.length) {
      parents = Arrays.copyOf(parents, 2 * size);
      words = Arrays.copyOf(words, 2 * size);
    }
    parents[size] = parent;
    words[size] = word;
    table[place] = size++;
    if (2 * size > table.length) {
      rebuild();
    }
    return size - 1;
  }

  private void rebuild() {
    table = new int[2 * table.length];
    for (int node = 1; node < size; node++) {
      table[place(parents[node], words[node])] = node;
    }
  }

  /** The index in the hash table at which a node is or would be. */
  private int place(int parent, int word) {
    long scattered = ((long) parent << Integer.SIZE ^ word) * SCATTER;
    int mask = table.length - 1;
    int place = (int) (scattered ^ scattered >>> Integer.SIZE) & mask;
    while (table[place] != 0 && (parents[table[place]] != parent || words[table[place]] != word)) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
