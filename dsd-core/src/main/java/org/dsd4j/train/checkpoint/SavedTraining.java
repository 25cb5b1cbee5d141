package org.dsd4j.train.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.state.StateTensors;
import org.dsd4j.train.state.TrainingState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a trainer's one run: resumes it, saves it, ends it on request, and closes the session.
 * Common to all trainers.
 */
public final class SavedTraining {
  private static final Logger LOG = LoggerFactory.getLogger(SavedTraining.class);

  private final TrainingSession session;
  private final Optional<Checkpoints> checkpoints;
  private final Budget budget;
  private final AtomicReference<@Nullable String> request = new AtomicReference<>();
  private boolean begun;

  /**
   * @hidden
   */
  @Internal
  public SavedTraining(TrainingSession session, Optional<Checkpoints> checkpoints, Budget budget) {
    this.session = session;
    this.checkpoints = checkpoints;
    this.budget = budget;
  }

  /** The trained network. */
  public TrainingSession session() {
    return session;
  }

  /** Ends the run after its current step; may be called from any thread. */
  public void stop() {
    request.set("it was asked to stop");
  }

  /**
   * Sets the network's weights to the final ones of an old run or, if it was interrupted, those of
   * its newest checkpoint. If that fails, the session is closed.
   *
   * @throws IllegalStateException if the trainer has trained before, or another trains the network
   * @throws IllegalArgumentException if there is no checkpoint
   * @throws org.dsd4j.data.CorruptDataException if there are some and none is intact, or they are
   *     of another network
   */
  public void loadWeights(Path folder) {
    Check.given("folder", folder);
    training(
        () -> {
          checkFirst();
          load(folder);
          return folder;
        });
  }

  private void load(Path folder) {
    try (SavedCheckpoint old = newest(folder);
        WeightSnapshot weights =
            StateTensors.weights(
                old.group(
                    old.hasGroup(GroupWriter.RESULT) ? GroupWriter.RESULT : GroupWriter.STATE),
                session.network())) {
      session.network().restore(weights);
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static SavedCheckpoint newest(Path folder) {
    return CheckpointFolder.newest(folder)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(
                        "folder " + folder, "a checkpoint in it", "none", "name another folder")));
  }

  /**
   * Trains, and closes the session.
   *
   * @param from the folder of the run to resume; a new run if empty
   * @param start makes the run
   * @throws IllegalStateException if the trainer has trained before, or another trains the network
   */
  public <R> R run(Optional<Path> from, Supplier<? extends ResumableRun<R>> start) {
    return training(
        () -> {
          checkFirst();
          begun = true;
          return runOnce(from, start);
        });
  }

  private <R> R training(Supplier<R> work) {
    session.network().beginTraining();
    session.notes().addAll(session.network().warnings());
    try {
      return work.get();
    } finally {
      session.network().endTraining();
    }
  }

  private void checkFirst() {
    if (begun) {
      throw new IllegalStateException(
          Check.message(
              "trainer",
              "to train once",
              "a second call",
              "build another trainer for another run"));
    }
  }

  private <R> R runOnce(Optional<Path> from, Supplier<? extends ResumableRun<R>> start) {
    try (session;
        CheckpointCopies copies = new CheckpointCopies(session);
        ResumableRun<R> run = start.get()) {
      checkFolder(from);
      Optional<CheckpointFolder> folder =
          checkpoints.map(c -> CheckpointFolder.open(c.folder(), c.kept()));
      Optional<CheckpointWriter> writer = folder.map(CheckpointWriter::new);
      try {
        from.ifPresent(old -> restore(run, old, folder));
        writer.ifPresent(any -> copies.reserve());
        return run.run(
            new RunKeeper(
                checkpoints,
                writer,
                budget,
                request,
                progress -> writer.ifPresent(w -> write(w, run, copies, progress)),
                this::tell));
      } finally {
        writer.ifPresent(CheckpointWriter::close);
      }
    } finally {
      session.finish();
    }
  }

  private static void write(
      CheckpointWriter writer,
      ResumableRun<?> run,
      CheckpointCopies copies,
      Optional<PhaseProgress> progress) {
    CheckpointEvents.Copy event = new CheckpointEvents.Copy();
    event.begin();
    TrainingState now = copies.take();
    event.end(now);
    Optional<PhaseProgress> shared = progress.map(PhaseProgress::share);
    writer.write(
        run.state(now, shared),
        () -> {
          now.close();
          shared.ifPresent(PhaseProgress::close);
        });
  }

  private void tell(CheckpointWriter.Outcome outcome) {
    outcome
        .path()
        .ifPresentOrElse(
            session::checkpointWritten, () -> session.checkpointFailed(outcome.text()));
  }

  /**
   * A run that starts, or is resumed into another folder, must not mix its checkpoints with those
   * of another run.
   */
  private void checkFolder(Optional<Path> from) {
    checkpoints
        .map(Checkpoints::folder)
        .filter(folder -> from.isEmpty() || !isSame(from.get(), folder))
        .ifPresent(
            folder ->
                Check.argument(
                    !CheckpointFolder.hasCheckpoints(folder),
                    "checkpoint folder " + folder,
                    "one without checkpoints",
                    "those of another run",
                    "call resume to continue that run, or name another folder"));
  }

  private static boolean isSame(Path a, Path b) {
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }

  private void restore(ResumableRun<?> run, Path from, Optional<CheckpointFolder> folder) {
    Optional<SavedCheckpoint> newest = CheckpointFolder.newest(from);
    if (newest.isEmpty()) {
      session
          .notes()
          .information(LOG, from + " has no checkpoint yet: the run starts from the beginning");
      return;
    }
    try (SavedCheckpoint saved = newest.get()) {
      String trainer = saved.field("trainer", String.class);
      Check.argument(
          trainer.equals(run.trainer()),
          "run in " + saved.path(),
          "one of a " + run.trainer(),
          "one of a " + trainer,
          "resume it with that, or start a new run from its weights with fitFromWeights");
      ResumeCheck.check(
          saved.path(),
          saved.field("run", SavedRows.RunRow.class).toProvenance(),
          run.provenanceAsIn(saved),
          session.notes());
      run.restore(saved);
      if (checkpoints.filter(c -> isSame(c.folder(), from)).isPresent()) {
        folder.ifPresent(f -> f.continueFrom(saved));
      }
      session.notes().information(LOG, "The run continues from " + saved.path());
    }
  }
}
