package org.dsd4j.text.ngram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.dsd4j.internal.Check;
import org.dsd4j.text.SpecialToken;
import org.dsd4j.text.Vocabulary;
import org.dsd4j.text.Words;

/**
 * Estimates an n-gram model with interpolated Kneser–Ney smoothing, one discount for each order
 * (Chen and Goodman 1998, section 3.5, which also defines the counts below).
 *
 * <p>p(w | h) = (a(h w) − D) / a(h) + γ(h) p(w | h′), where h′ is the history without its first
 * word, γ(h) = D · (number of different w after h) / a(h), and the lowest level is the uniform
 * distribution over all words, including {@code <unk>} and {@code </s>}. a(h w) is the number of
 * occurrences of an n-gram that has the highest order or begins with {@code <s>}, else the number
 * of different words before it; a(h) is its sum over w. D = n₁ / (n₁ + 2 n₂), nᵢ being the number
 * of n-grams of the order with a = i; 0.5 where n₁ or n₂ is 0. The back-off weight of h is γ(h), so
 * that the back-off model gives the same probabilities, which sum to 1 for each history.
 *
 * <p>All n-grams are kept in memory, some 50 bytes each.
 */
public final class KneserNey {
  private static final double DISCOUNT_OF_FEW = 0.5;
  // The value in ARPA files for a probability that is never used.
  private static final float NEVER = -99;

  private final int order;
  private final Vocabulary words;
  private final NgramTrie trie;
  private final int[] suffixes;
  private final byte[] lengths;
  private final int[] counts;
  private final long[] sums;
  private final int[] followers;
  private final double[] discounts;
  private final double[] probabilities;

  /** Takes a tree of sequences with the number of occurrences of each. */
  private KneserNey(int order, Vocabulary words, NgramTrie trie, int[] occurrences) {
    this.order = order;
    this.words = words;
    this.trie = trie;
    this.suffixes = new int[trie.size()];
    this.lengths = new byte[trie.size()];
    this.counts = adjusted(occurrences);
    this.sums = new long[trie.size()];
    this.followers = new int[trie.size()];
    for (int node = 1; node < trie.size(); node++) {
      sums[trie.parent(node)] += counts[node];
      followers[trie.parent(node)] += counts[node] > 0 ? 1 : 0;
    }
    this.discounts = discounts();
    this.probabilities = new double[trie.size()];
    for (int length = 1; length <= order; length++) {
      for (int node = 1; node < trie.size(); node++) {
        if (lengths[node] == length) {
          probabilities[node] = probability(node);
        }
      }
    }
  }

  /**
   * Estimates a model.
   *
   * @param sentences sentences of words, iterated twice; {@code <s>} and {@code </s>} are added
   *     around each
   * @param order the length of the longest n-grams, 1 to 9
   * @throws IllegalArgumentException if there are no words, or a word cannot be written to an ARPA
   *     file
   */
  public static NgramModel estimate(Iterable<List<String>> sentences, int order) {
    Check.argument(order >= 1 && order <= 9, "order", "1 to 9", order, "pass 3, say");
    Vocabulary words = words(sentences);
    NgramTrie trie = new NgramTrie();
    int[] occurrences = new int[64];
    for (List<String> sentence : sentences) {
      List<String> whole = new ArrayList<>(sentence);
      whole.add(0, SpecialToken.START.text());
      whole.add(SpecialToken.END.text());
      int[] text = words.indices(whole);
      for (int from = 0; from < text.length; from++) {
        int node = NgramTrie.ROOT;
        for (int i = from; i < Math.min(from + order, text.length); i++) {
          node = trie.findOrAdd(node, text[i]);
          if (node >= occurrences.length) {
            occurrences = Arrays.copyOf(occurrences, 2 * node);
          }
          occurrences[node]++;
        }
      }
    }
    // A word that does not occur has a node as well.
    trie.findOrAdd(NgramTrie.ROOT, words.index(SpecialToken.UNKNOWN));
    return new KneserNey(order, words, trie, Arrays.copyOf(occurrences, trie.size())).model();
  }

  /** All words, special ones first, then in alphabetical order. */
  private static Vocabulary words(Iterable<List<String>> sentences) {
    TreeSet<String> words = new TreeSet<>();
    sentences.forEach(words::addAll);
    words.remove(SpecialToken.UNKNOWN.text());
    Check.argument(!words.isEmpty(), "sentences", "at least one word", "none", "pass a text");
    List<String> all =
        new ArrayList<>(Arrays.stream(SpecialToken.values()).map(SpecialToken::text).toList());
    for (String word : words) {
      Check.argument(
          Words.isOneField(word) && SpecialToken.of(word).isEmpty(),
          "word",
          "a text without white space that is neither <s> nor </s>",
          "'" + word + "'",
          "cut the text into words first");
      all.add(word);
    }
    return Vocabulary.of(all);
  }

  /** The counts a; also fills in each n-gram's length and its suffix without the first word. */
  private int[] adjusted(int[] occurrences) {
    int[] adjusted = new int[trie.size()];
    int[] firsts = new int[trie.size()];
    int start = words.index(SpecialToken.START);
    for (int node = 1; node < trie.size(); node++) {
      int parent = trie.parent(node);
      lengths[node] = (byte) (lengths[parent] + 1);
      firsts[node] = parent == NgramTrie.ROOT ? trie.word(node) : firsts[parent];
      if (parent != NgramTrie.ROOT) {
        suffixes[node] = trie.find(suffixes[parent], trie.word(node));
        adjusted[suffixes[node]]++;
      }
    }
    for (int node = 1; node < trie.size(); node++) {
      if (lengths[node] == order || firsts[node] == start) {
        adjusted[node] = occurrences[node];
      }
      if (lengths[node] == 1 && firsts[node] == start) {
        adjusted[node] = 0;
      }
    }
    return adjusted;
  }

  private double[] discounts() {
    long[][] numbers = new long[order + 1][2];
    for (int node = 1; node < trie.size(); node++) {
      if (counts[node] == 1 || counts[node] == 2) {
        numbers[lengths[node]][counts[node] - 1]++;
      }
    }
    return Arrays.stream(numbers)
        .mapToDouble(n -> n[0] == 0 || n[1] == 0 ? DISCOUNT_OF_FEW : n[0] / (n[0] + 2.0 * n[1]))
        .toArray();
  }

  /** γ of a node's history. */
  private double weight(int node) {
    return discounts[lengths[node] + 1] * followers[node] / sums[node];
  }

  private double probability(int node) {
    int history = trie.parent(node);
    double own = Math.max(0, counts[node] - discounts[lengths[node]]) / sums[history];
    // Every word but <s>.
    double below = lengths[node] == 1 ? 1.0 / (words.size() - 1) : probabilities[suffixes[node]];
    return own + weight(history) * below;
  }

  private NgramModel model() {
    NgramTable table = new NgramTable();
    words.tokens().forEach(table::indexOrNew);
    int[] places = new int[trie.size()];
    int start = words.index(SpecialToken.START);
    for (int length = 1; length <= order; length++) {
      for (int node = 1; node < trie.size(); node++) {
        if (lengths[node] == length) {
          boolean never = length == 1 && trie.word(node) == start;
          float probability = never ? NEVER : (float) Math.log10(probabilities[node]);
          float backOff = sums[node] == 0 ? 0 : (float) Math.log10(weight(node));
          places[node] = table.trie().size();
          table.add(places[trie.parent(node)], trie.word(node), probability, backOff);
        }
      }
      table.endOrder();
    }
    return new NgramModel(table);
  }
}
