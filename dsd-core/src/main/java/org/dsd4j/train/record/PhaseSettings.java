package org.dsd4j.train.record;

import java.util.List;
import org.dsd4j.internal.Numerals;
import org.dsd4j.schedule.LearningRate;

/**
 * A phase to run.
 *
 * @param name its name for listeners and in messages
 * @param epochs its length
 * @param learningRate its rate
 * @param firstEpoch the number of its first epoch in the whole run, from 0, which decides the order
 *     of the data: runs of the same seed see the same samples in the same epoch
 * @param stretches the layouts of its learning rate, which may be for more epochs than it has, if
 *     it follows the rates of a longer phase up to a point
 * @param followed the setbacks of another phase, whose batches are left out and whose rates are
 *     halved here too, finite or not: so both learn from the same data at the same rates
 */
public record PhaseSettings(
    String name,
    Epochs epochs,
    LearningRate learningRate,
    int firstEpoch,
    List<Stretch> stretches,
    Setbacks followed) {
  /** Copies the stretches. */
  public PhaseSettings {
    stretches = List.copyOf(stretches);
  }

  /** A phase whose rate is laid out for its own length. */
  public PhaseSettings(String name, Epochs epochs, LearningRate learningRate, int firstEpoch) {
    this(
        name,
        epochs,
        learningRate,
        firstEpoch,
        List.of(new Stretch(Setbacks.Place.FIRST, epochs.count())),
        Setbacks.none());
  }

  /** This phase with the rates and the data of another one. */
  public PhaseSettings following(PhaseRecord other) {
    return new PhaseSettings(
        name, epochs, learningRate, firstEpoch, other.stretches(), other.setbacks());
  }

  /**
   * A part of a phase with one layout of its rate; there are several where a run was extended.
   *
   * @param from its first batch
   * @param epochs the number of epochs that the rate is laid out for, from the phase's first on
   */
  public record Stretch(Setbacks.Place from, int epochs) {
    /** For example {@code laid out for 30 epochs from epoch 1, batch 1 on}. */
    @Override
    public String toString() {
      return "laid out for " + Numerals.counted(epochs, "epoch") + " from " + from + " on";
    }
  }

  /** For example {@code sparse: 10 epochs, learning rate 0.01}. */
  @Override
  public String toString() {
    return name + ": " + epochs + ", learning rate " + learningRate;
  }
}
