package org.dsd4j.kernel;

import org.dsd4j.internal.Numerals;

/**
 * A loss as a sum and the divisor of its mean: the number of elements, steps or sequences, or the
 * labels' weights, as the loss defines. Sums of parts add up to the sum of the whole, so that the
 * mean over an epoch does not depend on the division into batches, unlike a mean of means.
 *
 * @param sum the weighted sum of the losses
 * @param weight the sum of the weights; 0 if nothing contributes
 */
public record LossSum(double sum, double weight) {
  /** The loss of no sample. */
  public static final LossSum NOTHING = new LossSum(0, 0);

  /** The sum of this part and another. */
  public LossSum plus(LossSum other) {
    return new LossSum(sum + other.sum, weight + other.weight);
  }

  /** The mean; 0 if nothing contributes. */
  public double mean() {
    return weight == 0 ? 0 : sum / weight;
  }

  /**
   * The share that this part has in the mean of a whole: its weight by that of the whole, 0 where
   * nothing counts. Gradients of the means of parts, each times its share, add up to the gradient
   * of the mean of the whole.
   */
  public double shareOf(LossSum whole) {
    return weight == 0 ? 0 : weight / whole.weight;
  }

  /** For example {@code 0.4123, mean of 128}. */
  @Override
  public String toString() {
    return Numerals.rounded(mean()) + ", mean of " + Numerals.rounded(weight);
  }
}
