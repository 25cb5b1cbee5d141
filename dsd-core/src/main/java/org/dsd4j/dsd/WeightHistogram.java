package org.dsd4j.dsd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The distribution of a layer's weights at one moment. Weights that are exactly zero are counted
 * separately, since a mask's zeros would dominate all other bins.
 *
 * @param parameter the parameter's name
 * @param round the dense-sparse-dense round, from 1
 * @param moment the moment
 * @param limit the bins divide [−limit, limit] evenly; weights outside are in the outer bins
 * @param counts the number of weights that differ from zero in each bin
 * @param zeros the number of weights that are zero
 */
public record WeightHistogram(
    String parameter, int round, Moment moment, double limit, List<Integer> counts, int zeros) {
  private static final int BINS = 81;

  /** Copies the counts. */
  public WeightHistogram {
    counts = List.copyOf(counts);
  }

  /** The histogram of these weights. */
  public static WeightHistogram of(
      String parameter, int round, Moment moment, double limit, float[] weights) {
    Check.positive("limit of the histogram", limit);
    int[] counts = new int[BINS];
    int zeros = 0;
    for (float weight : weights) {
      if (weight == 0) {
        zeros++;
      } else {
        int bin = (int) Math.floor((weight + limit) / (2 * limit) * BINS);
        counts[Math.max(0, Math.min(BINS - 1, bin))]++;
      }
    }
    List<Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    return new WeightHistogram(parameter, round, moment, limit, list, zeros);
  }

  /** A limit that one weight in a thousand exceeds; 1 if all weights are zero. */
  static double limitOf(float[] weights) {
    float[] magnitudes = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      magnitudes[i] = Math.abs(weights[i]);
    }
    Arrays.parallelSort(magnitudes);
    double limit = magnitudes[(int) (0.999 * (magnitudes.length - 1))];
    return limit == 0 ? 1 : limit;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, round %d, %s: %,d weights that are not zero in %d bins of ±%s, %,d zeros",
        parameter,
        round,
        moment,
        counts.stream().mapToLong(Integer::longValue).sum(),
        counts.size(),
        Numerals.rounded(limit),
        zeros);
  }
}
