package org.dsd4j.statistics;

import java.util.Locale;
import org.dsd4j.internal.Numerals;

/**
 * The result of the two-sided t test of paired values (Student, "The probable error of a mean",
 * Biometrika 1908): t = mean difference / (deviation of the differences / √n).
 *
 * @param statistic t; infinite if all differences are equal and not 0, and 0 if all are 0
 * @param degrees the degrees of freedom, n − 1
 * @param p the probability of a t at least as far from 0 if there were no difference; 0 if t is
 *     infinite, 1 if it is 0
 */
public record PairedT(double statistic, int degrees, double p) {
  /** For example {@code t(4) = 2.776, p = 0.050}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "t(%d) = %s, p = %s",
        degrees,
        Numerals.rounded(statistic),
        Probabilities.text(p));
  }
}
