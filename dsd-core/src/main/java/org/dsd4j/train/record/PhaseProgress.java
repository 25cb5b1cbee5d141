package org.dsd4j.train.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a phase stands between two steps. Together with weights, masks and the optimizer's state it
 * is all that the rest of the phase depends on: the order of the data and all random numbers are
 * determined by the seed and these numbers.
 *
 * @param epochs the epochs that are over
 * @param learned how much of the epoch that is on was learned
 * @param seconds how long that took
 * @param standing how the epochs were judged
 * @param setbacks how many steps were not finite so far
 * @param stretches for how many epochs its rate is laid out, from where on; empty at its beginning
 * @param start where a step back would lead; empty where none is asked for and between epochs
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

  /** The same of a phase that is to have so many epochs: from here on its rate is laid out so. */
  public PhaseProgress lasting(int count) {
    List<PhaseSettings.Stretch> all = new ArrayList<>(stretches);
    if (!all.isEmpty() && all.get(all.size() - 1).epochs() != count) {
      all.add(
          new PhaseSettings.Stretch(
              new Setbacks.Place(epochs.size() + 1, learned.batches() + 1), count));
    }
    return new PhaseProgress(epochs, learned, seconds, standing, setbacks, all, start);
  }

  /** How many batches of the epoch that is on are over. */
  public long batches() {
    return learned.batches();
  }

  /**
   * The same for another holder, such as a thread that writes it: the phase may find a better
   * epoch, or come to its next one, and let go of the copies in this, while they are still read.
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

  /** Lets go of the copies in it. */
  public void close() {
    standing.best().ifPresent(best -> best.weights().close());
    start.ifPresent(s -> s.state().close());
  }
}
