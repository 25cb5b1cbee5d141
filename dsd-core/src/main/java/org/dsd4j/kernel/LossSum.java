package org.dsd4j.kernel;

/**
 * A loss as a sum and what the sum is divided by for the mean: elements, steps, sequences or the
 * weights of labels, whatever that loss averages over. Sums of parts add up to the sum of the
 * whole, so the mean over an epoch does not depend on how it was cut into batches; a mean of means
 * would.
 *
 * @param sum the sum of what counts, each part times its weight
 * @param weight the sum of the weights; 0 where nothing counts
 */
public record LossSum(double sum, double weight) {
  /** The loss of no sample. */
  public static final LossSum NOTHING = new LossSum(0, 0);

  /** The loss of this part and another one together. */
  public LossSum plus(LossSum other) {
    return new LossSum(sum + other.sum, weight + other.weight);
  }

  /** The mean; 0 where nothing counts, whose gradient is 0 too. */
  public double mean() {
    return weight == 0 ? 0 : sum / weight;
  }
}
