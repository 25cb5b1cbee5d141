package org.dsd4j.statistics;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The distribution of Student's t if there is a difference: of (Z + δ) / S, where Z is standard
 * normal and S is the root of a mean of v squares of such (Johnson, Kotz, Balakrishnan, "Continuous
 * univariate distributions", volume 2, chapter 31).
 */
final class NoncentralT {
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** S lies this far from 1, in units of 1/√v, with a probability below 1e-18. */
  private static final double SPREAD = 10;

  /** Beyond this many deviations the normal distribution is 0 or 1 to all digits of a double. */
  private static final int SATURATION = 9;

  private static final int PANELS = 20;
  private static final int POINTS = 20;

  private final double degrees;
  private final double shift;

  /**
   * The distribution.
   *
   * @param degrees v, the degrees of freedom
   * @param shift δ, the noncentrality
   */
  NoncentralT(double degrees, double shift) {
    this.degrees = degrees;
    this.shift = shift;
  }

  /** The probability of −t &lt; T &lt; t, for a positive t. */
  double within(double t) {
    DoubleUnaryOperator given =
        s ->
            NORMAL.cumulativeProbability(t * s - shift)
                - NORMAL.cumulativeProbability(-t * s - shift);
    double[] edges = edges(t);
    double weighted = 0;
    double weight = 0;
    GaussIntegratorFactory rules = new GaussIntegratorFactory();
    for (int i = 1; i < edges.length; i++) {
      GaussIntegrator rule = rules.legendre(POINTS, edges[i - 1], edges[i]);
      weighted += rule.integrate(s -> density(s) * given.applyAsDouble(s));
      weight += rule.integrate(this::density);
    }
    return weighted / weight;
  }

  /** The density of S but for a factor, which cancels, scaled to 1 at 1. */
  private double density(double s) {
    return Math.exp((degrees - 1) * Math.log(s) - degrees * (s * s - 1) / 2);
  }

  /** Cuts where S lies, and more finely where the probability for a given S goes from 0 to 1. */
  private double[] edges(double t) {
    double low = Math.max(0, 1 - SPREAD / Math.sqrt(degrees));
    double high = 1 + SPREAD / Math.sqrt(degrees);
    DoubleStream even =
        IntStream.rangeClosed(0, PANELS).mapToDouble(i -> low + (high - low) * i / PANELS);
    DoubleStream steep =
        IntStream.rangeClosed(-SATURATION, SATURATION).mapToDouble(i -> (Math.abs(shift) + i) / t);
    return DoubleStream.concat(even, steep)
        .filter(s -> low <= s && s <= high)
        .sorted()
        .distinct()
        .toArray();
  }
}
