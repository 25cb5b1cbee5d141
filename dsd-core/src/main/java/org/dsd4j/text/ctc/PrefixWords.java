package org.dsd4j.text.ctc;

import java.util.Arrays;
import org.dsd4j.text.Alphabet;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.ngram.NgramModel;
import org.dsd4j.text.ngram.NgramTrie;
import org.dsd4j.text.ngram.WordScoring;
import org.jspecify.annotations.Nullable;

/**
 * The word scores of the texts in a tree of labels. Nodes are added here as they are added to the
 * tree. Each node's scores are computed once.
 */
final class PrefixWords {
  private final Alphabet alphabet;
  private final NgramTrie texts;
  private final WordScoring scoring;
  private final @Nullable NgramModel model;

  /** The numbers of preceding words; their number is at most an n-gram's history plus one. */
  private final int[] history;

  /** The scores of all words that end before or at a node. */
  private double[] scores = new double[64];

  /** The score of a node's last word if it ends there; NaN until it is needed. */
  private double[] lastWords = new double[64];

  /** The length of a node's last word in characters; 0 after white space. */
  private int[] lengths = new int[64];

  /** The last white space, before or at a node, that ends a word; else the root. */
  private int[] wordEnds = new int[64];

  /** The number of the word that ends with a node. */
  private int[] numbers = new int[64];

  PrefixWords(Alphabet alphabet, NgramTrie texts, WordScoring scoring) {
    this.alphabet = alphabet;
    this.texts = texts;
    this.scoring = scoring;
    this.model = scoring.model();
    this.history = new int[model == null ? 0 : model.order()];
  }

  /** Adds a node whose parent was added before. */
  void add(int node, boolean isSpace) {
    if (node == lengths.length) {
      scores = Arrays.copyOf(scores, 2 * node);
      lastWords = Arrays.copyOf(lastWords, 2 * node);
      lengths = Arrays.copyOf(lengths, 2 * node);
      wordEnds = Arrays.copyOf(wordEnds, 2 * node);
      numbers = Arrays.copyOf(numbers, 2 * node);
    }
    int parent = texts.parent(node);
    scores[node] = scores[parent];
    wordEnds[node] = wordEnds[parent];
    if (!isSpace) {
      lengths[node] = lengths[parent] + 1;
      lastWords[node] = Double.NaN;
    } else if (lengths[parent] > 0) {
      scores[node] += lastWord(parent);
      wordEnds[node] = node;
      numbers[node] = model == null ? 0 : model.number(word(parent));
    }
  }

  /** The score of a text's complete words. */
  double score(int node) {
    return scores[node];
  }

  /** The score of a text's last word if it ends here. */
  double lastWord(int node) {
    if (Double.isNaN(lastWords[node])) {
      int size = fillHistory(node);
      lastWords[node] = scoring.ofWord(history, size, word(node));
    }
    return lastWords[node];
  }

  /** The score of all words of a text and of its end. */
  double scoreOfAll(int node) {
    double score = scores[node] + lastWord(node);
    int size = fillHistory(node);
    if (model != null && lengths[node] > 0) {
      history[size++] = model.number(word(node));
    }
    return score + scoring.ofEnd(history, size);
  }

  private String word(int node) {
    int[] labels = new int[lengths[node]];
    int at = node;
    for (int i = labels.length - 1; i >= 0; i--) {
      labels[i] = texts.word(at);
      at = texts.parent(at);
    }
    return alphabet.decode(labels);
  }

  /** Writes the numbers of the last complete words; returns how many these are. */
  private int fillHistory(int node) {
    if (model == null) {
      return 0;
    }
    int most = model.order() - 1;
    int from = most;
    int at = wordEnds[node];
    for (; from > 0 && at != NgramTrie.ROOT; at = wordEnds[texts.parent(at)]) {
      history[--from] = numbers[at];
    }
    int start = model.number(SpecialToken.START);
    if (from > 0 && start != NgramTrie.NONE) {
      history[--from] = start;
    }
    System.arraycopy(history, from, history, 0, most - from);
    return most - from;
  }
}
