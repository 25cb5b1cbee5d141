package org.dsd4j.train.checkpoint;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.CheckpointCounts;
import org.dsd4j.train.record.PhaseProgress;
import org.jspecify.annotations.Nullable;

/** Saves a run at its intervals, and ends it on request or when its budget is used up. */
public final class RunKeeper implements AutoCloseable {
  private final Optional<Checkpoints> checkpoints;
  private final Optional<CheckpointWriter> writer;
  private final Budget budget;
  private final AtomicReference<@Nullable String> request;
  private final Consumer<Optional<PhaseProgress>> saving;
  private final Consumer<CheckpointWriter.Outcome> outcomes;
  private CheckpointCounts counts = CheckpointCounts.none();
  private final long started = System.nanoTime();
  private long steps;
  private long lastTime = started;
  private long lastSteps;
  private int epochs;
  private int lastEpochs;

  /**
   * A keeper of one run.
   *
   * @param checkpoints when to save; empty for never
   * @param writer writes checkpoints, if any are wanted
   * @param budget how long the run may take
   * @param request the reason for stopping the run, once it is requested
   * @param saving copies the run's state and lets the writer write it
   * @param outcomes receives the outcome of each checkpoint
   */
  RunKeeper(
      Optional<Checkpoints> checkpoints,
      Optional<CheckpointWriter> writer,
      Budget budget,
      AtomicReference<@Nullable String> request,
      Consumer<Optional<PhaseProgress>> saving,
      Consumer<CheckpointWriter.Outcome> outcomes) {
    this.checkpoints = checkpoints;
    this.writer = writer;
    this.budget = budget;
    this.request = request;
    this.saving = saving;
    this.outcomes = outcomes;
  }

  /**
   * After a step or an epoch of a phase.
   *
   * @throws TrainingStoppedException if the run is to end here; it was saved
   */
  public void between(String phase, PhaseProgress progress) {
    if (progress.batches() > 0) {
      steps++;
    } else {
      epochs++;
    }
    writer.flatMap(CheckpointWriter::poll).ifPresent(this::count);
    Optional<String> reason = reasonToStop();
    if (reason.isPresent()) {
      save(Optional.of(progress));
      throw stopped(phase, progress, reason.get());
    }
    if (checkpoints.filter(this::isDue).isPresent()
        && !writer.map(CheckpointWriter::isBusy).orElse(true)) {
      save(Optional.of(progress));
    }
  }

  /** After a phase: its result is saved at once. */
  public void phaseFinished() {
    save(Optional.empty());
  }

  /** Waits until nothing is being written any more; returns the counts of all checkpoints. */
  public CheckpointCounts finish() {
    await();
    return counts;
  }

  private Optional<CheckpointWriter.Outcome> await() {
    Optional<CheckpointWriter.Outcome> outcome = writer.flatMap(CheckpointWriter::await);
    outcome.ifPresent(this::count);
    return outcome;
  }

  private void count(CheckpointWriter.Outcome outcome) {
    counts = outcome.path().isPresent() ? counts.andWritten() : counts.andFailed(outcome.text());
    outcomes.accept(outcome);
  }

  private void save(Optional<PhaseProgress> progress) {
    if (writer.isPresent()) {
      await();
      saving.accept(progress);
      lastTime = System.nanoTime();
      lastSteps = steps;
      lastEpochs = epochs;
    }
  }

  private boolean isDue(Checkpoints rule) {
    // Nanoseconds of a monotonic clock.
    long passed = System.nanoTime() - lastTime;
    return rule.time().filter(time -> passed >= time.toNanos()).isPresent()
        || (rule.steps().isPresent() && steps - lastSteps >= rule.steps().getAsLong())
        || (rule.epochs().isPresent() && epochs - lastEpochs >= rule.epochs().getAsInt());
  }

  private Optional<String> reasonToStop() {
    if (request.get() != null) {
      return Optional.ofNullable(request.get());
    }
    if (Thread.currentThread().isInterrupted()) {
      return Optional.of("its thread was interrupted");
    }
    if (budget.steps().isPresent() && steps >= budget.steps().getAsLong()) {
      return Optional.of("its budget of " + budget.steps().getAsLong() + " steps is used up");
    }
    return budget
        .time()
        .filter(time -> System.nanoTime() - started >= time.toNanos())
        .map(time -> "its budget of " + time.toSeconds() + " s is used up");
  }

  private TrainingStoppedException stopped(String phase, PhaseProgress at, String reason) {
    String saved =
        await().map(RunKeeper::described).orElse("nothing was saved, as no checkpoints were set");
    String remedy =
        checkpoints
            .map(c -> "build the same trainer and call resume(" + c.folder() + ") to continue")
            .orElse("call checkpoints(...) before the next run");
    return new TrainingStoppedException(
        String.format(
            Locale.ROOT,
            "stopped in phase '%s', epoch %d, after batch %d, as %s; %s",
            phase,
            at.epochs().size() + 1,
            at.batches(),
            reason,
            saved),
        remedy);
  }

  private static String described(CheckpointWriter.Outcome outcome) {
    return outcome.path().isPresent()
        ? "the checkpoint is " + outcome.text()
        : "no checkpoint could be written (" + outcome.text() + "); those before are whole";
  }

  /** Waits until nothing is being written any more. */
  @Override
  public void close() {
    finish();
  }
}
