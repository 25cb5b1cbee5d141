package org.dsd4j.train.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.dsd4j.internal.BackgroundThreads;
import org.dsd4j.internal.Check;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes states of a run in the background, one after the other. A failure is logged and reported
 * as an {@link Outcome}; the run continues and earlier checkpoints are kept. The training thread
 * never writes itself, because Java closes the files of an interrupted thread.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private static final int SECONDS_TO_STOP = 5;

  private final CheckpointFolder folder;
  private final BackgroundThreads threads = new BackgroundThreads(number -> "dsd4j-checkpoints");
  private final ExecutorService executor;
  private @Nullable Future<Outcome> writing;

  /**
   * The outcome of a checkpoint.
   *
   * @param path its file; empty if it could not be written
   * @param text a description: the file, or the reason why there is none
   */
  record Outcome(Optional<Path> path, String text) {}

  /** A writer into a folder, which it closes. */
  CheckpointWriter(CheckpointFolder folder) {
    this.folder = folder;
    this.executor = Executors.newSingleThreadExecutor(threads);
  }

  boolean isBusy() {
    return writing != null && !writing.isDone();
  }

  /**
   * Begins to write a state, once the previous one is written.
   *
   * @param afterwards releases what the state reads, also after a failure
   */
  void write(Supplier<CheckpointParts> state, Runnable afterwards) {
    Check.argument(writing == null, "state to write", "to wait", "another", "call await() before");
    writing = executor.submit(() -> outcome(state, afterwards));
  }

  private Outcome outcome(Supplier<CheckpointParts> state, Runnable afterwards) {
    CheckpointEvents.Write event = new CheckpointEvents.Write();
    event.begin();
    try {
      Outcome outcome = written(state);
      event.end(outcome);
      return outcome;
    } finally {
      afterwards.run();
    }
  }

  private Outcome written(Supplier<CheckpointParts> state) {
    try {
      CheckpointParts parts = state.get();
      Path path = folder.write(parts.document(), parts.groups());
      LOG.debug("Checkpoint {}", path);
      return new Outcome(Optional.of(path), path.toString());
    } catch (RuntimeException e) {
      LOG.error("No checkpoint could be written; those before are whole: {}", e.getMessage(), e);
      return new Outcome(Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** The outcome of the last checkpoint, once it is known; each is returned once. */
  Optional<Outcome> poll() {
    return isBusy() ? Optional.empty() : await();
  }

  /** Waits until nothing is being written, also when interrupted, and returns the outcome. */
  Optional<Outcome> await() {
    Future<Outcome> last = writing;
    writing = null;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return last == null ? Optional.empty() : Optional.of(last.get());
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("writing a checkpoint failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    try {
      await();
    } finally {
      executor.shutdown();
      threads.awaitEnd(executor, SECONDS_TO_STOP);
      folder.close();
    }
  }
}
