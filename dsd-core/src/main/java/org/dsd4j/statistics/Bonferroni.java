package org.dsd4j.statistics;

import java.util.Arrays;

/**
 * Bonferroni's correction for several tests: each p is multiplied by their number. {@link Holm}'s
 * guarantees the same and is never stricter; this one is for comparing with published figures.
 */
public final class Bonferroni {
  private Bonferroni() {}

  /**
   * Adjusts the p of all tests that were made.
   *
   * @param p the p of each test
   * @return the adjusted p in the same order, at most 1
   * @throws IllegalArgumentException if one is not from 0 to 1
   */
  public static double[] adjust(double... p) {
    Probabilities.check("p", p);
    return Arrays.stream(p).map(each -> Math.min(1, p.length * each)).toArray();
  }
}
