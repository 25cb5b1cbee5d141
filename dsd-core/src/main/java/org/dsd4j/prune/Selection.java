package org.dsd4j.prune;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Choosing the largest of many magnitudes, exactly as many as asked for. */
final class Selection {
  private static final int DIGIT_BITS = 16;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private Selection() {}

  /** The indices of all but the {@code pruned} smallest magnitudes of one array. */
  static BitSet allButSmallest(double[] values, int pruned) {
    return allButSmallest(List.of(values), pruned).get(0);
  }

  /**
   * The indices, for each array, of all but the {@code pruned} smallest magnitudes of all arrays
   * together; among equal ones the earlier array's and then the lower index is kept.
   *
   * @param values numbers, none of which is NaN
   */
  static List<BitSet> allButSmallest(List<double[]> values, long pruned) {
    long size = values.stream().mapToLong(array -> array.length).sum();
    List<BitSet> kept = new ArrayList<>();
    double threshold = pruned < size ? atRank(values, pruned) : Double.POSITIVE_INFINITY;
    long missing = Math.max(0, size - pruned);
    for (double[] array : values) {
      BitSet larger = new BitSet(array.length);
      for (int i = 0; i < array.length && pruned < size; i++) {
        larger.set(i, Math.abs(array[i]) > threshold);
      }
      missing -= larger.cardinality();
      kept.add(larger);
    }
    for (int k = 0; missing > 0; k++) {
      for (int i = 0; i < values.get(k).length && missing > 0; i++) {
        if (Math.abs(values.get(k)[i]) == threshold) {
          kept.get(k).set(i);
          missing--;
        }
      }
    }
    return kept;
  }

  /** The magnitude that comes after {@code rank} others in ascending order; copies nothing. */
  private static double atRank(List<double[]> values, long rank) {
    // Magnitudes are ordered like their bits: digit by digit, the highest first.
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
    return Double.longBitsToDouble(known);
  }

  /** How many magnitudes have each digit behind the ones that are known. */
  private static long[] counts(List<double[]> values, long known, int shift) {
    boolean first = shift + DIGIT_BITS == Long.SIZE;
    long[] counts = new long[DIGITS];
    for (double[] array : values) {
      for (double value : array) {
        long bits = Double.doubleToRawLongBits(Math.abs(value));
        if (first || bits >>> (shift + DIGIT_BITS) == known) {
          counts[(int) (bits >>> shift) & (DIGITS - 1)]++;
        }
      }
    }
    return counts;
  }

  /**
   * The weights of a candidate.
   *
   * @throws IllegalArgumentException if one is not a number, which no order has a place for
   */
  static double[] weights(Pruner.Candidate candidate) {
    double[] weights = candidate.weights();
    for (int i = 0; i < weights.length; i++) {
      if (Double.isNaN(weights[i])) {
        throw new IllegalArgumentException(
            candidate.name()
                + ": expected numbers to prune by magnitude, received NaN at index "
                + i
                + "; the training before has diverged, lower its learning rate");
      }
    }
    return weights;
  }
}
