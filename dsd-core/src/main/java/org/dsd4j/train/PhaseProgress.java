package org.dsd4j.train;

import java.util.List;

/**
 * Where a phase stands between two steps. Together with weights, masks and the optimizer's state it
 * is all that the rest of the phase depends on: the order of the data and whatever is drawn at
 * random follow from the seed and these numbers.
 *
 * @param epochs the epochs that are over
 * @param batches how many batches of the epoch that is on were learned
 * @param lossSum the sum of their samples' losses
 * @param seconds how long they took
 * @param standing how the epochs were judged
 */
public record PhaseProgress(
    List<EpochRecord> epochs, long batches, double lossSum, double seconds, Standing standing) {
  /** Copies the epochs. */
  public PhaseProgress {
    epochs = List.copyOf(epochs);
  }

  /** The start of a phase. */
  public static PhaseProgress start() {
    return new PhaseProgress(List.of(), 0, 0, 0, Standing.none());
  }
}
