package org.dsd4j.train.checkpoint;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;

/**
 * Where and how often a run is saved: by default every minute, and the last three checkpoints are
 * kept. Besides, one is written when a phase ends and when the run is stopped. The best model of
 * each phase is part of every checkpoint.
 *
 * @param folder where
 * @param time how long after the last one; empty for whatever time
 * @param steps how many steps after the last one
 * @param epochs how many epochs after the last one
 * @param kept how many of the last ones are kept
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

  /** Every minute, in this folder. */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(
        folder, Optional.of(DEFAULT_TIME), OptionalLong.empty(), OptionalInt.empty(), DEFAULT_KEPT);
  }

  /** Whenever so much time has passed, and not otherwise. */
  public Checkpoints every(Duration interval) {
    return new Checkpoints(
        folder,
        Optional.of(Check.given("time between checkpoints", interval)),
        OptionalLong.empty(),
        OptionalInt.empty(),
        kept);
  }

  /** After so many steps, and not otherwise. */
  public Checkpoints everySteps(long count) {
    return new Checkpoints(
        folder, Optional.empty(), OptionalLong.of(count), OptionalInt.empty(), kept);
  }

  /** After so many epochs, and not otherwise. */
  public Checkpoints everyEpochs(int count) {
    return new Checkpoints(
        folder, Optional.empty(), OptionalLong.empty(), OptionalInt.of(count), kept);
  }

  /** Keeps so many of the last ones. */
  public Checkpoints keeping(int count) {
    return new Checkpoints(folder, time, steps, epochs, count);
  }
}
