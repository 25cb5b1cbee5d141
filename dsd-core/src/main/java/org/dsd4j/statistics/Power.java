package org.dsd4j.statistics;

import java.util.OptionalInt;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * How likely the paired two-sided t test is to see a difference that is there, and how many pairs
 * that takes (Cohen, "Statistical power analysis for the behavioral sciences", 1988; computed from
 * the noncentral t distribution, not from an approximation).
 *
 * <p>The deviation is to come from pairs that were run to learn it, such as the screening seeds. It
 * is that of the differences, which is smaller than that of the values if pairs have much in
 * common.
 *
 * @param difference the difference to see, of either sign
 * @param deviation the standard deviation of the differences of pairs
 * @param alpha the p below which a difference counts as seen; for m comparisons that are corrected,
 *     {@link Verdict#ALPHA} / m is on the safe side
 */
public record Power(double difference, double deviation, double alpha) {
  private static final int FEWEST_PAIRS = 2;
  private static final int MOST_PAIRS = 1_000_000;

  /** Checks the numbers. */
  public Power {
    Summary.checkValues("difference to see", difference);
    Summary.checkValues("deviation of the differences", deviation);
    Check.notNegative("deviation of the differences", deviation);
    Check.argument(
        alpha > 0 && alpha < 1,
        "alpha",
        "a number between 0 and 1",
        alpha,
        "pass one such as 0.05");
  }

  /** The power at the {@linkplain Verdict#ALPHA level of verdicts}. */
  public Power(double difference, double deviation) {
    this(difference, deviation, Verdict.ALPHA);
  }

  /**
   * The probability that the test of so many pairs sees the difference. For a difference of 0 that
   * is alpha, the share of false alarms; if the differences have no spread, it is 1, and 0 for a
   * difference of 0.
   *
   * @param pairs at least 2
   */
  public double ofPairs(int pairs) {
    Check.argument(
        pairs >= FEWEST_PAIRS,
        "pairs",
        "at least " + FEWEST_PAIRS,
        pairs,
        "a t test of one pair does not exist; add pairs");
    return 1 - missed(pairs);
  }

  /**
   * The smallest number of pairs with which the test sees the difference with this probability. A
   * verdict takes at least {@link Verdict#FEWEST_PAIRS}, whatever comes out.
   *
   * @param power the probability, such as 0.8
   * @return the number; empty if it is above a million
   * @throws IllegalArgumentException if the difference is 0 or the power is not between 0 and 1
   */
  public OptionalInt pairsFor(double power) {
    Check.argument(
        power > 0 && power < 1, "power", "a number between 0 and 1", power, "pass one such as 0.8");
    Check.argument(
        difference != 0,
        "difference to see",
        "one that is not 0",
        difference,
        "say what gain would matter; no number of pairs shows that there is none");
    int enough = FEWEST_PAIRS;
    int tooFew = FEWEST_PAIRS - 1;
    while (missed(enough) > 1 - power) {
      if (enough == MOST_PAIRS) {
        return OptionalInt.empty();
      }
      tooFew = enough;
      enough = Math.min(MOST_PAIRS, 2 * enough);
    }
    while (enough - tooFew > 1) {
      int middle = (enough + tooFew) / 2;
      if (missed(middle) > 1 - power) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return OptionalInt.of(enough);
  }

  /** The probability that the test of so many pairs does not see the difference. */
  private double missed(int pairs) {
    if (deviation == 0) {
      return difference == 0 ? 1 : 0;
    }
    double shift = Math.abs(difference) / deviation * Math.sqrt(pairs);
    return new NoncentralT(pairs - 1, shift).within(new StudentT(pairs - 1).quantile(alpha));
  }

  /** For example {@code difference 0.01, deviation 0.02, alpha 0.05}. */
  @Override
  public String toString() {
    return "difference "
        + Numerals.text(difference)
        + ", deviation "
        + Numerals.text(deviation)
        + ", alpha "
        + Numerals.text(alpha);
  }
}
