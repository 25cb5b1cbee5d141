package org.dsd4j.train.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dsd4j.internal.Numerals;

/**
 * The progress of a phase between two steps. Together with weights, masks and the optimizer's state
 * it is all that the rest of the phase depends on: the order of the data and all random numbers are
 * determined by the seed and these numbers.
 *
 * @param epochs the completed epochs
 * @param learned the part of the current epoch that was learned
 * @param seconds the duration of that
 * @param standing the best epoch so far
 * @param setbacks the steps so far that were not finite
 * @param stretches the layouts of its learning rate; empty at its beginning
 * @param start the target of a step back; empty without that policy and between epochs
 */
public record PhaseProgress(
    List<EpochRecord> epochs,
    LearnedPart learned,
    double seconds,
    Standing standing,
    Setbacks setbacks,
    List<PhaseSettings.Stretch> stretches,
    Optional<EpochStart> start) {
  /** Copies the lists. */
  public PhaseProgress {
    epochs = List.copyOf(epochs);
    stretches = List.copyOf(stretches);
  }

  /** The start of a phase. */
  public static PhaseProgress beginning() {
    return new PhaseProgress(
        List.of(),
        LearnedPart.none(),
        0,
        Standing.none(),
        Setbacks.none(),
        List.of(),
        Optional.empty());
  }

  /**
   * The progress of a phase that is extended to this number of epochs, for which its rate is laid
   * out from here on.
   */
  public PhaseProgress lasting(int count) {
    List<PhaseSettings.Stretch> all = new ArrayList<>(stretches);
    if (!all.isEmpty() && all.get(all.size() - 1).epochs() != count) {
      all.add(
          new PhaseSettings.Stretch(
              new Setbacks.Place(epochs.size() + 1, learned.batches() + 1), count));
    }
    return new PhaseProgress(epochs, learned, seconds, standing, setbacks, all, start);
  }

  /** The number of completed batches of the current epoch. */
  public long batches() {
    return learned.batches();
  }

  /**
   * This progress for another owner, such as a thread that writes it: the phase may find a better
   * epoch, or reach its next one, and release the copies in this while they are still read.
   */
  public PhaseProgress share() {
    Optional<Best> best =
        standing.best().map(b -> new Best(b.epoch(), b.score(), b.weights().share()));
    Standing shared = new Standing(best, standing.toBeat(), standing.epochsWithoutGain());
    return new PhaseProgress(
        epochs,
        learned,
        seconds,
        shared,
        setbacks,
        stretches,
        start.map(s -> new EpochStart(s.state().share(), s.learned())));
  }

  /** Releases its copies. */
  public void close() {
    standing.best().ifPresent(best -> best.weights().close());
    start.ifPresent(s -> s.state().close());
  }

  @Override
  public String toString() {
    return Numerals.counted(epochs.size(), "epoch") + " and " + learned + ", " + standing;
  }
}
