package org.dsd4j.statistics;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.special.Gamma;
import org.dsd4j.internal.Check;

/**
 * A comparison of two arms over pairs, such as runs of the same seed: whatever the two runs of a
 * pair share, lucky initial weights above all, cancels in their difference.
 *
 * <p>All of it is about the differences treated − control, whose direction says nothing about which
 * is better; {@link Finding} knows it. Pairs that differ by four units in the last place or less
 * are equal: that much is rounding, and a difference made of it alone would look like a certain
 * one.
 *
 * <p><b>Differences without spread.</b> If all are 0, t is 0 and p is 1; if all are equal and not
 * 0, t and the effect sizes are infinite and p is 0. The interval has width 0 in both cases. Equal
 * differences say most often that the measure is too coarse, such as an accuracy on 100 images.
 *
 * <p><b>One pair</b> has a difference, and no deviation, interval, t or effect size.
 *
 * @param treated what is said of the first arm
 * @param control what is said of the second arm
 * @param differences what is said of treated − control
 * @param higher the number of pairs in which the treated one is higher
 * @param lower the number of pairs in which the treated one is lower
 * @param signedRanks Wilcoxon's test of the differences
 */
public record PairedComparison(
    Summary treated,
    Summary control,
    Summary differences,
    int higher,
    int lower,
    SignedRanks signedRanks) {
  private static final int ROUNDING = 4;

  /**
   * Compares two arms.
   *
   * @param treated a value of each pair
   * @param control the other value of each pair, in the same order
   * @throws IllegalArgumentException if they are not equally many, or none, or a value is not
   *     finite or beyond ±1e100
   */
  public static PairedComparison of(double[] treated, double[] control) {
    Check.argument(
        treated.length == control.length,
        "pairs",
        "as many values of the treated arm as of the control",
        treated.length + " and " + control.length,
        "leave out both values of a pair of which one is missing");
    Summary.checkValues("treated", treated);
    Summary.checkValues("control", control);
    double[] differences = new double[treated.length];
    int higher = 0;
    int lower = 0;
    for (int i = 0; i < differences.length; i++) {
      differences[i] = difference(treated[i], control[i]);
      higher += differences[i] > 0 ? 1 : 0;
      lower += differences[i] < 0 ? 1 : 0;
    }
    return new PairedComparison(
        Summary.of(treated),
        Summary.of(control),
        Summary.of(differences),
        higher,
        lower,
        SignedRanks.of(differences));
  }

  private static double difference(double treated, double control) {
    double difference = treated - control;
    double unit = Math.ulp(Math.max(Math.abs(treated), Math.abs(control)));
    return Math.abs(difference) <= ROUNDING * unit ? 0 : difference;
  }

  /** The number of pairs. */
  public int pairs() {
    return differences.count();
  }

  /** The mean of treated − control. */
  public double meanDifference() {
    return differences.mean();
  }

  /** The two-sided t test of the differences; empty for one pair. */
  public Optional<PairedT> t() {
    return differences.againstZero();
  }

  /** The p of the t test; 1 for one pair, which is evidence of nothing. */
  public double p() {
    return t().map(PairedT::p).orElse(1.0);
  }

  /**
   * The confidence interval of the mean difference, by the t distribution.
   *
   * @param level the level of confidence, such as 0.95
   * @return the interval; empty for one pair
   */
  public Optional<ConfidenceInterval> interval(double level) {
    return differences.interval(level);
  }

  /** The interval at the {@linkplain ConfidenceInterval#LEVEL usual level}. */
  public Optional<ConfidenceInterval> interval() {
    return differences.interval();
  }

  /**
   * Cohen's d of paired values, d_z (Cohen, "Statistical power analysis for the behavioral
   * sciences", 1988): the mean difference in deviations of the differences. Empty for one pair.
   */
  public OptionalDouble cohensD() {
    if (pairs() == 1) {
      return OptionalDouble.empty();
    }
    double mean = meanDifference();
    return OptionalDouble.of(mean == 0 ? 0 : mean / differences.deviation().orElseThrow());
  }

  /**
   * Cohen's d without the bias of few pairs (Hedges, "Distribution theory for Glass's estimator of
   * effect size", 1981): d · Γ(m/2) / (√(m/2) · Γ((m − 1)/2)) with m = n − 1. Empty for fewer than
   * three pairs, for which it does not exist.
   */
  public OptionalDouble hedgesG() {
    if (pairs() < 3) {
      return OptionalDouble.empty();
    }
    double half = (pairs() - 1) / 2.0;
    double logarithm = Gamma.logGamma(half) - Gamma.logGamma(half - 0.5) - Math.log(half) / 2;
    return OptionalDouble.of(cohensD().orElseThrow() * Math.exp(logarithm));
  }

  /** The same comparison seen from the control: control − treated. */
  public PairedComparison swapped() {
    Summary negated = new Summary(pairs(), 0 - meanDifference(), differences.deviation());
    SignedRanks ranks =
        new SignedRanks(
            signedRanks.negative(), signedRanks.positive(), signedRanks.p(), signedRanks.exact());
    return new PairedComparison(control, treated, negated, lower, higher, ranks);
  }

  /** For example {@code +0.1320 95% [0.1240, 0.1400], p = 4e-11, 10 pairs}. */
  @Override
  public String toString() {
    String interval = interval().map(at -> " " + at).orElse("");
    return String.format(
        Locale.ROOT,
        "%+.4g%s, p = %s, %d %s",
        meanDifference(),
        interval,
        Probabilities.text(p()),
        pairs(),
        pairs() == 1 ? "pair" : "pairs");
  }
}
