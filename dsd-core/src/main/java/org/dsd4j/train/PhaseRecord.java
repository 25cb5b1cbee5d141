package org.dsd4j.train;

import java.util.List;

/**
 * What came out of one phase of training.
 *
 * @param name the phase's name
 * @param epochs the epochs, in order; at least one
 * @param last what the last epoch was judged by
 * @param best the best epoch
 * @param stoppedEarly whether early stopping ended it
 * @param setbacks how many steps were not finite
 */
public record PhaseRecord(
    String name,
    List<EpochRecord> epochs,
    Score last,
    Best best,
    boolean stoppedEarly,
    Setbacks setbacks) {
  /** Copies the epochs. */
  public PhaseRecord {
    epochs = List.copyOf(epochs);
  }

  /** The last epoch. */
  public EpochRecord lastEpoch() {
    return epochs.get(epochs.size() - 1);
  }

  /** How long all epochs took. */
  public double seconds() {
    return epochs.stream().mapToDouble(EpochRecord::seconds).sum();
  }
}
