package org.dsd4j.statistics;

import org.dsd4j.internal.Check;

/**
 * What a comparison by pairs lets one say, by one rule: nothing from fewer than {@value
 * #FEWEST_PAIRS} pairs; a difference only if the p, adjusted for all comparisons that were made, is
 * below {@value #ALPHA}. {@link Finding} puts it into words, together with the rivals.
 */
public enum Verdict {
  /** The treated arm does better. */
  BETTER("better"),
  /** The treated arm does worse. */
  WORSE("worse"),
  /** Neither is seen to do better, which is no proof that there is no difference. */
  NO_DIFFERENCE_SEEN("no difference seen"),
  /** There are too few pairs to say anything. */
  TOO_FEW_SEEDS("too few seeds");

  /** The adjusted p from which on no difference is seen. */
  public static final double ALPHA = 0.05;

  /** The fewest pairs of a verdict. */
  public static final int FEWEST_PAIRS = 3;

  private final String words;

  Verdict(String words) {
    this.words = words;
  }

  /**
   * The verdict on the treated arm.
   *
   * @param comparison the treated arm against another
   * @param higherIsBetter whether higher values are better
   */
  public static Verdict of(AdjustedComparison comparison, boolean higherIsBetter) {
    Check.given("comparison", comparison);
    PairedComparison pairs = comparison.comparison();
    if (pairs.pairs() < FEWEST_PAIRS) {
      return TOO_FEW_SEEDS;
    }
    if (comparison.p() >= ALPHA) {
      return NO_DIFFERENCE_SEEN;
    }
    return (pairs.meanDifference() > 0) == higherIsBetter ? BETTER : WORSE;
  }

  /** In words, such as {@code no difference seen}. */
  @Override
  public String toString() {
    return words;
  }
}
