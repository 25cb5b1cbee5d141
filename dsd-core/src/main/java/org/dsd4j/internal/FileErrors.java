package org.dsd4j.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/**
 * What is said of a file that cannot be read or written.
 *
 * <p>Not part of the public API.
 */
public final class FileErrors {
  private FileErrors() {}

  /** Of a file that cannot be read. */
  public static UncheckedIOException unreadable(Path path, IOException e) {
    return of(path, "cannot be read; check that it is a file (" + e + ")", e);
  }

  /** Of a file that cannot be written. */
  public static UncheckedIOException unwritable(Path path, IOException e) {
    return of(path, "cannot be written; check space and permissions (" + e + ")", e);
  }

  /** Of anything else, unless {@code e} says nothing of the file. */
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

  /** What to do about names of files that Java cannot say to the system under its locale. */
  public static String otherLocale() {
    return "start Java under a locale of UTF-8, as LC_ALL=C.UTF-8 sets it; under this one names of"
        + " files are in "
        + System.getProperty("sun.jnu.encoding");
  }

  /** Whether the thread was interrupted, which says nothing of the file. */
  public static boolean isInterrupt(IOException e) {
    return e instanceof ClosedByInterruptException;
  }
}
