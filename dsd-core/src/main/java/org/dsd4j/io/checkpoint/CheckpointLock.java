package org.dsd4j.io.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/** Keeps other writers of checkpoints out of a folder until it is closed. */
final class CheckpointLock implements AutoCloseable {
  private static final String NAME = "checkpoints.lock";

  // The system releases a process's lock when the process closes the file anywhere, so nothing in
  // this process may open a file that it has locked.
  private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private CheckpointLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Locks a folder.
   *
   * @throws IOException if its lock file cannot be written
   * @throws IllegalStateException if another run has locked it
   */
  static CheckpointLock of(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!LOCKED_HERE.add(real)) {
      throw taken(folder);
    }
    try {
      return locked(real);
    } catch (IOException | RuntimeException e) {
      LOCKED_HERE.remove(real);
      throw e;
    }
  }

  private static CheckpointLock locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw taken(folder);
      }
      return new CheckpointLock(folder, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IllegalStateException taken(Path folder) {
    return new IllegalStateException(
        Check.message(
            "checkpoint folder " + folder,
            "to be this run's alone",
            "another run that writes into it",
            "wait for that run, or name another folder"));
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      LOCKED_HERE.remove(folder);
    }
  }
}
