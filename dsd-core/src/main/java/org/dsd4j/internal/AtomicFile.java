package org.dsd4j.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a file atomically: at every moment, and after a power failure, its path has the old or the
 * new content. The content is written to a temporary file beside it, forced to disk, and then
 * renamed.
 *
 * <p>Not part of the public API.
 */
public final class AtomicFile {
  private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);

  private AtomicFile() {}

  /** Writes the content. */
  public interface ContentWriter {
    void writeTo(FileChannel channel) throws IOException;
  }

  /**
   * Writes a file. If {@code body} throws, the file is not changed.
   *
   * @throws IllegalArgumentException if the path is a folder, or its parent folder does not exist
   */
  public static void write(Path target, ContentWriter body) {
    Path path = target.toAbsolutePath();
    Path folder = Objects.requireNonNullElse(path.getParent(), path);
    Check.argument(
        Files.isDirectory(folder) && !Files.isDirectory(path),
        "file to write",
        "a file in a folder that exists",
        target,
        "create the folder or name another file");
    Path temporary = temporary(path);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        body.writeTo(channel);
        channel.force(true);
      }
      Files.move(
          temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      force(folder);
    } catch (IOException e) {
      throw FileErrors.unwritable(target, e);
    } catch (UncheckedIOException e) {
      throw FileErrors.unwritable(target, Objects.requireNonNull(e.getCause()));
    } finally {
      deleteRemains(temporary);
    }
  }

  /** A new temporary name beside a file, of the form that {@link #write} uses. */
  public static Path temporary(Path target) {
    return target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  /** Writes all remaining bytes of a buffer. */
  public static void writeFully(WritableByteChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forces the new name to disk, where the system allows a folder to be opened. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().getSeparator().equals("/")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void deleteRemains(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      // The cause of the failed write is more useful than that of the failed deletion.
      LOG.warn("{} stays: {}", temporary, e.toString());
    }
  }
}
