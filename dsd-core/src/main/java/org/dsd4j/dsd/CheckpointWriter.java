package org.dsd4j.dsd;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dsd4j.io.CheckpointFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes states of a run in the background, one after the other. What cannot be written is logged;
 * the run goes on and the checkpoints before stay. The thread that trains never writes itself: an
 * interrupted thread's files are closed under its hands.
 */
final class CheckpointWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

  private final CheckpointFolder folder;
  private final ExecutorService executor;
  private @Nullable Future<Outcome> writing;

  /**
   * What became of a checkpoint.
   *
   * @param path its file; empty if it could not be written
   * @param text for people
   */
  record Outcome(Optional<Path> path, String text) {}

  CheckpointWriter(CheckpointFolder folder) {
    this.folder = folder;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "dsd4j-checkpoints");
              thread.setDaemon(true);
              return thread;
            });
  }

  boolean isBusy() {
    return writing != null && !writing.isDone();
  }

  /** Begins to write a state, after the one before is written; closes it in the end. */
  void write(DsdState state) {
    await();
    writing =
        executor.submit(
            () -> {
              try (state) {
                StateWriter parts = new StateWriter(state);
                Path path = folder.write(parts.document(), parts.groups());
                LOG.debug("Checkpoint {}", path);
                return new Outcome(Optional.of(path), "the checkpoint is " + path);
              } catch (RuntimeException e) {
                LOG.error(
                    "No checkpoint could be written; those before are whole: {}",
                    e.getMessage(),
                    e);
                return new Outcome(
                    Optional.empty(), "no checkpoint could be written: " + e.getMessage());
              }
            });
  }

  /** Waits, whatever interrupts, until nothing is being written; empty if nothing ever was. */
  Optional<Outcome> await() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return writing == null ? Optional.empty() : Optional.of(writing.get());
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
      folder.close();
    }
  }
}
