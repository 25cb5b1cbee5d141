package org.dsd4j.train.record;

/**
 * What a phase is judged by at the end of an epoch.
 *
 * @param name what was measured
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
}
