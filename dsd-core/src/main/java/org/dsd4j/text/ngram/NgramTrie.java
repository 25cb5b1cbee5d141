package org.dsd4j.text.ngram;

import java.util.Arrays;
import org.dsd4j.internal.Internal;

/**
 * Sequences of words as a tree: a node stands for the words on the way to it. The root, 0, stands
 * for none; the others are numbered from 1 on as they are added, each after its parent. Words are
 * numbers from 0.
 *
 * <p>A node takes 8 bytes and its place in a table of open addressing 4 to 8.
 *
 * @hidden
 */
@Internal
public final class NgramTrie {
  public static final int ROOT = 0;

  /** What {@link #find} returns where there is no node. */
  public static final int NONE = -1;

  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  private int[] parents = new int[64];
  private int[] words = new int[64];
  private int size = 1;
  // A power of two of places, at most half of them taken; 0 where there is no node.
  private int[] table = new int[128];

  /** How many nodes there are, the root among them. */
  public int size() {
    return size;
  }

  public int parent(int node) {
    return parents[node];
  }

  /** The last of the words that a node stands for. */
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

  /** The node for the words of {@code parent} and then {@code word}, added if need be. */
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

  /** Where a node is, or would be. */
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
