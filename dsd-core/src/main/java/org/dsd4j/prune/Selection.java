package org.dsd4j.prune;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.dsd4j.internal.Check;

/** Selects an exact number of the highest scores. */
final class Selection {
  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private Selection() {}

  /** The indices of all except the {@code pruned} lowest numbers of one array. */
  static BitSet allButLowest(double[] values, int pruned) {
    return allButLowest(List.of(values), pruned).get(0);
  }

  /**
   * The indices, for each array, of all except the {@code pruned} lowest numbers of all arrays
   * together; of equal numbers, that of the earlier array and then the one with the lower index is
   * kept.
   *
   * @param values numbers, none of which is NaN
   */
  static List<BitSet> allButLowest(List<double[]> values, long pruned) {
    long size = values.stream().mapToLong(array -> array.length).sum();
    List<BitSet> kept = new ArrayList<>();
    double threshold = pruned < size ? atRank(values, pruned) : Double.POSITIVE_INFINITY;
    long missing = Math.max(0, size - pruned);
    for (double[] array : values) {
      BitSet larger = new BitSet(array.length);
      for (int i = 0; i < array.length && pruned < size; i++) {
        larger.set(i, array[i] > threshold);
      }
      missing -= larger.cardinality();
      kept.add(larger);
    }
    for (int k = 0; missing > 0; k++) {
      for (int i = 0; i < values.get(k).length && missing > 0; i++) {
        if (values.get(k)[i] == threshold) {
          kept.get(k).set(i);
          missing--;
        }
      }
    }
    return kept;
  }

  /** The number at {@code rank} in ascending order, from 0; makes no copy. */
  private static double atRank(List<double[]> values, long rank) {
    // Radix selection: digit by digit, the highest first.
    long known = 0;
    long before = rank;
    for (int shift = Long.SIZE - DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
      long[] counts = counts(values, known, shift);
      int digit = 0;
      while (before >= counts[digit]) {
        before -= counts[digit++];
      }
      known = known << DIGIT_BITS | digit;
    }
    return Double.longBitsToDouble(known < 0 ? known ^ Long.MIN_VALUE : ~known);
  }

  /** Bits whose unsigned order is that of the numbers. */
  private static long ordered(double value) {
    // Both zeros are equal. The order of negative numbers is reversed.
    long bits = Double.doubleToRawLongBits(value + 0.0);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  /** Counts for each value of the next digit the numbers that begin with the known digits. */
  private static long[] counts(List<double[]> values, long known, int shift) {
    boolean first = shift + DIGIT_BITS == Long.SIZE;
    long[] counts = new long[DIGITS];
    for (double[] array : values) {
      for (double value : array) {
        long bits = ordered(value);
        if (first || bits >>> (shift + DIGIT_BITS) == known) {
          counts[(int) (bits >>> shift) & (DIGITS - 1)]++;
        }
      }
    }
    return counts;
  }

  /**
   * The scores of a candidate's weights: minus infinity for those that are pruned already.
   *
   * @throws IllegalArgumentException if a weight or score is NaN, which cannot be ordered, or the
   *     number of scores is not that of the weights
   */
  static double[] scores(Score score, Pruner.Candidate candidate) {
    int size = weights(candidate).length;
    double[] scores = score.of(candidate);
    String what = candidate.name() + ": scores (" + score + ")";
    Check.argument(
        scores.length == size,
        what,
        size + " numbers",
        scores.length,
        "return one for each weight");
    int lost = firstNaN(scores);
    Check.argument(
        lost < 0,
        what,
        "numbers",
        "NaN at index " + lost,
        "look for weights and gradients that are not finite, and lower the learning rate of the"
            + " training before");
    // What is pruned already goes first.
    for (int i = 0; i < size && candidate.held().isPresent(); i++) {
      scores[i] =
          candidate.isPruned(i) ? Double.NEGATIVE_INFINITY : Math.max(scores[i], -Double.MAX_VALUE);
    }
    return scores;
  }

  /**
   * The weights of a candidate.
   *
   * @throws IllegalArgumentException if one is NaN
   */
  static double[] weights(Pruner.Candidate candidate) {
    int lost = firstNaN(candidate.weights());
    Check.argument(
        lost < 0,
        candidate.name(),
        "numbers to prune",
        "NaN at index " + lost,
        "the training before has diverged, lower its learning rate");
    return candidate.weights();
  }

  private static int firstNaN(double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (Double.isNaN(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
