package org.dsd4j.statistics;

import org.apache.commons.math3.distribution.TDistribution;

/** Student's t distribution, to about the last digits of a double. */
final class StudentT {
  /** Commons Math's own, 1e-9, is too coarse for intervals of nine digits. */
  private static final double ACCURACY = 1e-15;

  private final TDistribution distribution;

  StudentT(double degrees) {
    distribution = new TDistribution(null, degrees, ACCURACY);
  }

  /** The probability of a value at least as far from 0, on either side. */
  double bothTails(double t) {
    return Math.min(1, 2 * distribution.cumulativeProbability(-Math.abs(t)));
  }

  /** The positive value with this probability outside of it, on both sides together. */
  double quantile(double bothTails) {
    return Math.abs(distribution.inverseCumulativeProbability(bothTails / 2));
  }
}
