package org.dsd4j.train.record;

import org.dsd4j.internal.Numerals;

/**
 * The score of a phase at the end of an epoch.
 *
 * @param name the metric or loss
 * @param value the value
 * @param higherIsBetter whether larger is better
 */
public record EpochScore(String name, double value, boolean higherIsBetter) {
  /**
   * Whether this is better than {@code other} by more than {@code gain}. Any number is better than
   * NaN.
   */
  public boolean beats(EpochScore other, double gain) {
    if (Double.isNaN(other.value)) {
      return !Double.isNaN(value);
    }
    return higherIsBetter ? value > other.value + gain : value < other.value - gain;
  }

  /** For example {@code accuracy 0.9312}. */
  @Override
  public String toString() {
    return name + " " + Numerals.rounded(value);
  }
}
