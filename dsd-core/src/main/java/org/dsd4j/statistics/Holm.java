package org.dsd4j.statistics;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Holm's correction for several tests (Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 1979). Of many comparisons some come out below
 * 0.05 by luck alone. If only those with an adjusted p below 0.05 are taken for differences, the
 * probability that any of them is luck is below 0.05, however the tests depend on each other.
 *
 * <p>It is never stricter than {@link Bonferroni} and guarantees the same.
 */
public final class Holm {
  private Holm() {}

  /**
   * Adjusts the p of all tests that were made, the ones without a difference too: the i-th smallest
   * of m is multiplied by m − i + 1, and is then at least as large as those before it and at most
   * 1.
   *
   * @param p the p of each test
   * @return the adjusted p in the same order
   * @throws IllegalArgumentException if one is not from 0 to 1
   */
  public static double[] adjust(double... p) {
    Probabilities.check("p", p);
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    double before = 0;
    for (int i = 0; i < order.length; i++) {
      before = Math.min(1, Math.max(before, (order.length - i) * p[order[i]]));
      adjusted[order[i]] = before;
    }
    return adjusted;
  }
}
