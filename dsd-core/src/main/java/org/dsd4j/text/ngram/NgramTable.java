package org.dsd4j.text.ngram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The n-grams of a back-off model with the logarithms to base 10 of their probabilities and
 * back-off weights. They are added order by order, the shortest first.
 */
final class NgramTable {
  private final List<String> words = new ArrayList<>();
  private final Map<String, Integer> indices = new HashMap<>();
  private final NgramTrie trie = new NgramTrie();
  private final List<Integer> ends = new ArrayList<>();
  private float[] probabilities = new float[64];
  private float[] backOffs = new float[64];

  /** The number of a word, from 0, or {@link NgramTrie#NONE}. */
  int index(String word) {
    @Nullable Integer index = indices.get(word);
    return index == null ? NgramTrie.NONE : index;
  }

  String word(int index) {
    return words.get(index);
  }

  /** The number of words. */
  int words() {
    return words.size();
  }

  /** The number of a word, which is added if it is new. */
  int indexOrNew(String word) {
    int index = index(word);
    if (index == NgramTrie.NONE) {
      index = words.size();
      words.add(word);
      indices.put(word, index);
    }
    return index;
  }

  /** Makes another spelling an alias of a word, unless that is a word of its own. */
  void alias(String spelling, String word) {
    indices.putIfAbsent(spelling, index(word));
  }

  NgramTrie trie() {
    return trie;
  }

  /** The number of complete orders. */
  int orders() {
    return ends.size();
  }

  /** The first node of an order. */
  int begin(int order) {
    return order == 1 ? 1 : ends.get(order - 2);
  }

  /** The node after the last of an order. */
  int end(int order) {
    return ends.get(order - 1);
  }

  /** The n-gram of a node. */
  String text(int node) {
    String last = word(trie.word(node));
    return trie.parent(node) == NgramTrie.ROOT ? last : text(trie.parent(node)) + " " + last;
  }

  float probability(int node) {
    return probabilities[node];
  }

  float backOff(int node) {
    return backOffs[node];
  }

  /** Adds an n-gram; returns false if the table has it already. */
  boolean add(int parent, int word, float probability, float backOff) {
    int before = trie.size();
    int node = trie.findOrAdd(parent, word);
    if (node < before) {
      return false;
    }
    if (node == probabilities.length) {
      probabilities = Arrays.copyOf(probabilities, 2 * node);
      backOffs = Arrays.copyOf(backOffs, 2 * node);
    }
    probabilities[node] = probability;
    backOffs[node] = backOff;
    return true;
  }

  /** Completes the order whose n-grams are being added. */
  void endOrder() {
    ends.add(trie.size());
  }
}
