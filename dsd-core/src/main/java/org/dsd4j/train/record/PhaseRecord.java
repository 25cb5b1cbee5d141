package org.dsd4j.train.record;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The result of one phase of training.
 *
 * @param name the phase's name
 * @param epochs the epochs, in order; at least one
 * @param last the last epoch's score
 * @param best the best epoch
 * @param stoppedEarly whether early stopping ended it
 * @param setbacks the steps that were not finite
 * @param stretches the layouts of its learning rate
 * @param restoredBest whether it ended with the weights of its best epoch, not of its last
 */
public record PhaseRecord(
    String name,
    List<EpochRecord> epochs,
    EpochScore last,
    Best best,
    boolean stoppedEarly,
    Setbacks setbacks,
    List<PhaseSettings.Stretch> stretches,
    boolean restoredBest) {
  /** Copies the lists. */
  public PhaseRecord {
    epochs = List.copyOf(epochs);
    stretches = List.copyOf(stretches);
  }

  /** The last epoch. */
  public EpochRecord lastEpoch() {
    return epochs.get(epochs.size() - 1);
  }

  /** The epoch whose weights the phase ended with: the last, or the best if that is restored. */
  public EpochRecord endEpoch() {
    return restoredBest ? epochs.get(best.epoch() - 1) : lastEpoch();
  }

  /** The score of the weights that the phase ended with. */
  public EpochScore end() {
    return restoredBest ? best.score() : last;
  }

  /** The duration of all epochs in seconds. */
  public double seconds() {
    return epochs.stream().mapToDouble(EpochRecord::seconds).sum();
  }

  /** Its row in a table: epochs, loss, score, best score, time. */
  @Override
  public String toString() {
    return PhaseTable.of(end())
        .row(PhaseTable.PhaseLine.of(this, OptionalDouble.empty()))
        .toString();
  }
}
