package org.dsd4j.statistics;

import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * A difference between two arms on a test set, and how it varies when the items of the test set are
 * drawn anew. {@link Bootstrap} makes it.
 */
public final class ResampledDifference {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private final double treated;
  private final double control;
  private final double[] sorted;
  private final double acceleration;

  /**
   * A difference.
   *
   * @param treated the measure of the one arm on all items
   * @param control the measure of the other
   * @param differences the difference of each draw
   * @param acceleration Efron's a
   */
  ResampledDifference(double treated, double control, double[] differences, double acceleration) {
    this.treated = treated;
    this.control = control;
    this.sorted = differences.clone();
    this.acceleration = acceleration;
    Arrays.sort(sorted);
  }

  /** The measure of the treated arm on all items. */
  public double treated() {
    return treated;
  }

  /** The measure of the control on all items. */
  public double control() {
    return control;
  }

  /** Treated − control. */
  public double difference() {
    return treated - control;
  }

  /** The interval that holds the middle share of the draws. */
  public ConfidenceInterval percentile(double level) {
    ConfidenceInterval.checkLevel(level);
    double tail = (1 - level) / 2;
    return new ConfidenceInterval(quantile(tail), quantile(1 - tail), level);
  }

  /**
   * The bias-corrected and accelerated interval BC<sub>a</sub> (Efron, "Better bootstrap confidence
   * intervals", 1987), which shifts the ends of the percentile interval where the draws lie to one
   * side of the difference or spread more on one side. It covers better for few items. The bias is
   * taken to be at most what half a draw on the other side would show, so that it is finite.
   */
  public ConfidenceInterval bca(double level) {
    ConfidenceInterval.checkLevel(level);
    double z = NORMAL.inverseCumulativeProbability((1 - level) / 2);
    return new ConfidenceInterval(quantile(shifted(z)), quantile(shifted(-z)), level);
  }

  /** The BC<sub>a</sub> interval at the {@linkplain ConfidenceInterval#LEVEL usual level}. */
  public ConfidenceInterval bca() {
    return bca(ConfidenceInterval.LEVEL);
  }

  /**
   * The two-sided p: twice the share of draws on the side of 0 where fewer are, the observed one
   * counted in, so that it is never 0. It is below 0.05 where the 95 % percentile interval does not
   * reach 0.
   */
  public double p() {
    int below = 0;
    int above = 0;
    for (double difference : sorted) {
      below += difference <= 0 ? 1 : 0;
      above += difference >= 0 ? 1 : 0;
    }
    return Math.min(1, 2 * (1.0 + Math.min(below, above)) / (1.0 + sorted.length));
  }

  /** The share of draws at which the quantile of the normal deviate z lies after the correction. */
  private double shifted(double z) {
    double bias = NORMAL.inverseCumulativeProbability(shareBelow());
    double slope = 1 - acceleration * (bias + z);
    // Beyond the pole of the formula there is only the last draw on that side.
    return slope <= 0
        ? (bias + z > 0 ? 1 : 0)
        : NORMAL.cumulativeProbability(bias + (bias + z) / slope);
  }

  private double shareBelow() {
    double halves = 0;
    for (double difference : sorted) {
      halves += (difference < difference() ? 1 : 0) + (difference <= difference() ? 1 : 0);
    }
    double least = 0.5 / sorted.length;
    return Math.min(1 - least, Math.max(least, halves / (2 * sorted.length)));
  }

  /** Interpolated linearly between draws, as NumPy does. */
  private double quantile(double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** For example {@code -0.01200, BCa 95% [-0.01800, -0.006000], p = 0.0002}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%+.4g, BCa %s, p = %s", difference(), bca(), Probabilities.text(p()));
  }
}
