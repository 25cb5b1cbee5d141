package org.dsd4j.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/**
 * Errors for files that cannot be read or written.
 *
 * <p>Not part of the public API.
 */
public final class FileErrors {
  private FileErrors() {}

  /** The error for a file that cannot be read. */
  public static UncheckedIOException unreadable(Path path, IOException e) {
    return of(path, "cannot be read; check that it is a file (" + e + ")", e);
  }

  /** The error for a file that cannot be written. */
  public static UncheckedIOException unwritable(Path path, IOException e) {
    return of(path, "cannot be written; check space and permissions (" + e + ")", e);
  }

  /** The error for another problem, unless {@code e} is not about the file. */
  public static UncheckedIOException of(Path path, String problem, IOException e) {
    return new UncheckedIOException(
        isInterrupt(e)
            ? Check.message(
                path.toString(),
                "a thread that is not interrupted",
                "one that is, under which Java closes its files",
                "clear the flag with Thread.interrupted() or use another thread")
            : path + ": " + problem,
        e);
  }

  /** The remedy for file names that Java cannot encode in the system's locale. */
  public static String otherLocale() {
    return "start Java under a locale of UTF-8, as LC_ALL=C.UTF-8 sets it; under this one names of"
        + " files are in "
        + System.getProperty("sun.jnu.encoding");
  }

  /** Whether the cause is an interrupt of the thread, and not the file. */
  public static boolean isInterrupt(IOException e) {
    return e instanceof ClosedByInterruptException;
  }
}
