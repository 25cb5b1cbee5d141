package org.dsd4j.train;

import org.dsd4j.schedule.LearningRate;

/**
 * A phase that is to be run.
 *
 * @param name what listeners and messages call it
 * @param epochs its length
 * @param learningRate its rate
 * @param firstEpoch the number of its first epoch in the whole run, from 0, which decides the order
 *     of the data: runs of the same seed see the same samples in the same epoch
 * @param rateEpochs the number of epochs that the rate is laid out for, more than there will be
 *     where the rates of a longer phase are followed up to a point
 * @param followed the setbacks of another phase, whose batches are left out and whose rates are
 *     halved here too, finite or not: so both learn from the same data at the same rates
 */
public record PhasePlan(
    String name,
    Epochs epochs,
    LearningRate learningRate,
    int firstEpoch,
    int rateEpochs,
    Setbacks followed) {
  /** A phase whose rate is laid out for its own length. */
  public PhasePlan(String name, Epochs epochs, LearningRate learningRate, int firstEpoch) {
    this(name, epochs, learningRate, firstEpoch, epochs.count(), Setbacks.none());
  }
}
