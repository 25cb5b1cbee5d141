package org.dsd4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/** Keeps other writers of checkpoints out of a folder until it is closed. */
final class CheckpointLock implements AutoCloseable {
  private static final String NAME = "checkpoints.lock";

  private final FileChannel channel;

  private CheckpointLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @throws IOException if its lock file cannot be written
   * @throws IllegalStateException if another run has locked it
   */
  static CheckpointLock of(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!lock(channel)) {
        throw new IllegalStateException(
            Check.message(
                "checkpoint folder " + folder,
                "to be this run's alone",
                "another run that writes into it",
                "wait for that run, or name another folder"));
      }
      return new CheckpointLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
