package org.dsd4j.train.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The folder and the intervals of checkpoints: by default one every minute, of which the last three
 * are kept. Further checkpoints are written when a phase ends and when the run is stopped. The best
 * model of each phase is part of every checkpoint.
 *
 * @param folder the folder
 * @param time the time between checkpoints; empty for none
 * @param steps the steps between checkpoints
 * @param epochs the epochs between checkpoints
 * @param kept the number of checkpoints to keep
 */
public record Checkpoints(
    Path folder, Optional<Duration> time, OptionalLong steps, OptionalInt epochs, int kept) {
  private static final Duration DEFAULT_TIME = Duration.ofMinutes(1);
  private static final int DEFAULT_KEPT = 3;

  /** Checks the numbers. */
  public Checkpoints {
    Check.given("checkpoint folder", folder);
    Check.positive("checkpoints to keep", kept);
    time.ifPresent(
        t ->
            Check.argument(
                !t.isNegative() && !t.isZero(),
                "time between checkpoints",
                "a time above zero",
                t,
                "pass a longer one"));
    steps.ifPresent(
        s ->
            Check.argument(
                s >= 1, "steps between checkpoints", "at least 1", s, "pass a positive number"));
    epochs.ifPresent(e -> Check.positive("epochs between checkpoints", e));
  }

  /** Checkpoints every minute, in this folder. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(
        folder, Optional.of(DEFAULT_TIME), OptionalLong.empty(), OptionalInt.empty(), DEFAULT_KEPT);
  }

  /** Checkpoints after this time, instead of other intervals. */
  public Checkpoints every(Duration interval) {
    return new Checkpoints(
        folder,
        Optional.of(Check.given("time between checkpoints", interval)),
        OptionalLong.empty(),
        OptionalInt.empty(),
        kept);
  }

  /** Checkpoints after this number of steps, instead of other intervals. */
  public Checkpoints everySteps(long count) {
    return new Checkpoints(
        folder, Optional.empty(), OptionalLong.of(count), OptionalInt.empty(), kept);
  }

  /** Checkpoints after this number of epochs, instead of other intervals. */
  public Checkpoints everyEpochs(int count) {
    return new Checkpoints(
        folder, Optional.empty(), OptionalLong.empty(), OptionalInt.of(count), kept);
  }

  /** Sets the number of checkpoints to keep. */
  public Checkpoints keeping(int count) {
    return new Checkpoints(folder, time, steps, epochs, count);
  }

  /** For example {@code every 1 min in run, last 3 kept}. */
  @Override
  public String toString() {
    String every = time.map(each -> "every " + Numerals.duration(each)).orElse("");
    every = steps.isPresent() ? "every " + Numerals.counted(steps.getAsLong(), "step") : every;
    every = epochs.isPresent() ? "every " + Numerals.counted(epochs.getAsInt(), "epoch") : every;
    return every + " in " + folder + ", last " + kept + " kept";
  }
}
