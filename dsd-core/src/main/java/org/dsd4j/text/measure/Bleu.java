package org.dsd4j.text.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;

/**
 * BLEU of a corpus (Papineni et al. 2002), BLEU-1 to BLEU-4, from 0 to 1:
 *
 * <p>BLEU-N = BP · exp(Σ log pₙ / N) over n = 1 to N. The precision pₙ is the fraction of the
 * hypotheses' n-grams that occur in a reference, over the whole corpus, where the count of an
 * n-gram is clipped to its largest count in any one reference. The brevity penalty BP is exp(1 −
 * r/c) if c &lt; r, else 1; c is the length of all hypotheses in tokens, and r the sum over
 * sentences of the length of the reference whose length is closest to the hypothesis's, of two
 * equally close the shorter.
 *
 * <p>Tokens are compared by {@code equals}. Hypotheses without n-grams of an order add nothing to
 * its precision, as in sacreBLEU (Post 2018); NLTK counts one n-gram without a match there. If no
 * n-gram of an order matches, BLEU is 0 without smoothing; if no token matches, it is always 0.
 * Mutable: add sentences, then read the value.
 */
public final class Bleu {
  /** The length of the longest n-grams. */
  public static final int ORDERS = 4;

  /** The treatment of an order of which no n-gram matches, as is likely in a short text. */
  public enum Smoothing {
    /** No smoothing, as in the paper. */
    NONE,
    /** 0 matches count as 0.1; method 1 of Chen and Cherry 2014. */
    EPSILON,
    /**
     * Matches and n-grams of each order except the first are counted one higher; Lin and Och 2004,
     * method 2 of Chen and Cherry.
     */
    ADD_ONE
  }

  private static final double EPSILON = 0.1;
  private static final int LENGTHS = 3;
  private static final int COUNTS = LENGTHS + 2 * ORDERS;

  private final Smoothing smoothing;
  private final long[] matches = new long[ORDERS];
  private final long[] totals = new long[ORDERS];
  private long sentences;
  private long hypothesisLength;
  private long referenceLength;

  /** BLEU without smoothing. */
  public Bleu() {
    this(Smoothing.NONE);
  }

  /** BLEU with a smoothing, which published figures seldom have. */
  public Bleu(Smoothing smoothing) {
    this.smoothing = smoothing;
  }

  /**
   * Adds a sentence.
   *
   * @param hypothesis the generated tokens
   * @param references the correct versions, at least one
   * @throws IllegalArgumentException if there is no reference
   */
  public <T> void add(List<T> hypothesis, List<? extends List<T>> references) {
    Check.argument(
        !references.isEmpty(), "references", "at least one", "none", "leave the sentence out");
    for (int order = 1; order <= ORDERS; order++) {
      Map<List<T>, Integer> counts = ngrams(hypothesis, order);
      Map<List<T>, Integer> most = new HashMap<>();
      for (List<T> reference : references) {
        ngrams(reference, order).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
      }
      for (Map.Entry<List<T>, Integer> entry : counts.entrySet()) {
        matches[order - 1] += Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0));
        totals[order - 1] += entry.getValue();
      }
    }
    sentences++;
    hypothesisLength += hypothesis.size();
    referenceLength += closest(hypothesis.size(), references);
  }

  /** Takes all sentences that another one took; how either smooths does not matter. */
  public void add(Bleu other) {
    for (int i = 0; i < ORDERS; i++) {
      matches[i] += other.matches[i];
      totals[i] += other.totals[i];
    }
    sentences += other.sentences;
    hypothesisLength += other.hypothesisLength;
    referenceLength += other.referenceLength;
  }

  /**
   * What the sentences so far add up to, which is all that BLEU depends on: their number, the
   * lengths of hypotheses and references, the matches of orders 1 to 4, then the n-grams of orders
   * 1 to 4. The counts of single sentences are rows for a {@link org.dsd4j.statistics.Bootstrap}.
   */
  public double[] counts() {
    double[] counts = new double[COUNTS];
    counts[0] = sentences;
    counts[1] = hypothesisLength;
    counts[2] = referenceLength;
    for (int i = 0; i < ORDERS; i++) {
      counts[LENGTHS + i] = matches[i];
      counts[LENGTHS + ORDERS + i] = totals[i];
    }
    return counts;
  }

  /**
   * BLEU of sentences whose {@linkplain #counts() counts} add up to these.
   *
   * @param counts whole numbers of at least 0, in the order of {@link #counts()}
   * @throws IllegalArgumentException if they are not 11 such numbers
   */
  public static Bleu ofCounts(double[] counts, Smoothing smoothing) {
    boolean whole =
        Arrays.stream(counts).allMatch(x -> x >= 0 && x == Math.rint(x) && x < Long.MAX_VALUE);
    Check.argument(
        counts.length == COUNTS && whole,
        "counts",
        COUNTS + " whole numbers of at least 0",
        Arrays.toString(counts),
        "add up rows that counts() gave");
    Bleu bleu = new Bleu(smoothing);
    bleu.sentences = (long) counts[0];
    bleu.hypothesisLength = (long) counts[1];
    bleu.referenceLength = (long) counts[2];
    for (int i = 0; i < ORDERS; i++) {
      bleu.matches[i] = (long) counts[LENGTHS + i];
      bleu.totals[i] = (long) counts[LENGTHS + ORDERS + i];
    }
    return bleu;
  }

  private static <T> Map<List<T>, Integer> ngrams(List<T> tokens, int order) {
    List<T> fixed = List.copyOf(tokens);
    Map<List<T>, Integer> counts = new HashMap<>();
    for (int from = 0; from + order <= fixed.size(); from++) {
      counts.merge(fixed.subList(from, from + order), 1, Integer::sum);
    }
    return counts;
  }

  private static int closest(int length, List<? extends List<?>> references) {
    int closest = Integer.MAX_VALUE;
    for (List<?> reference : references) {
      int size = reference.size();
      int farther = Math.abs(size - length) - Math.abs(closest - length);
      if (farther < 0 || (farther == 0 && size < closest)) {
        closest = size;
      }
    }
    return closest;
  }

  /**
   * The smoothed precision of n-grams over all sentences so far; 0 if there were no n-grams.
   *
   * @param order n, from 1 to 4
   */
  public double precision(int order) {
    check(order);
    double matched = matches[order - 1];
    double total = Math.max(1, totals[order - 1]);
    return switch (smoothing) {
      case NONE -> matched / total;
      case EPSILON -> (matched == 0 ? EPSILON : matched) / total;
      case ADD_ONE -> order == 1 ? matched / total : (matched + 1) / (total + 1);
    };
  }

  /** The brevity penalty over all sentences so far, from 0 to 1. */
  public double brevityPenalty() {
    checkStarted();
    if (hypothesisLength >= referenceLength) {
      return 1;
    }
    return hypothesisLength == 0 ? 0 : Math.exp(1 - (double) referenceLength / hypothesisLength);
  }

  /** BLEU-4 over all sentences so far. */
  public double value() {
    return value(ORDERS);
  }

  /**
   * BLEU-N over all sentences so far.
   *
   * @param order N, from 1 to 4
   * @throws IllegalStateException if no sentence was added
   */
  public double value(int order) {
    check(order);
    checkStarted();
    if (matches[0] == 0) {
      return 0;
    }
    double logarithms =
        IntStream.rangeClosed(1, order).mapToDouble(n -> Math.log(precision(n))).sum();
    return brevityPenalty() * Math.exp(logarithms / order);
  }

  private static void check(int order) {
    Check.argument(
        order >= 1 && order <= ORDERS, "order", "1 to " + ORDERS, order, "pass one of them");
  }

  private void checkStarted() {
    if (sentences == 0) {
      throw new IllegalStateException("BLEU of nothing: add a sentence first");
    }
  }

  @Override
  public String toString() {
    return sentences == 0
        ? "BLEU of nothing"
        : String.format(
            Locale.ROOT,
            "BLEU-1 to 4: %.4f, %.4f, %.4f, %.4f (%d tokens, references %d)",
            value(1),
            value(2),
            value(3),
            value(4),
            hypothesisLength,
            referenceLength);
  }
}
