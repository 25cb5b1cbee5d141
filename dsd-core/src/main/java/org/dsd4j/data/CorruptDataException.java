package org.dsd4j.data;

import java.io.Serial;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a file is damaged or not of the expected form; the message has the file, the position,
 * and what was expected.
 */
public final class CorruptDataException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * An exception with the place.
   *
   * @param file the file, with the entry's name for one in an archive
   * @param offset the first byte that is wrong; in a compressed file, of what it contains
   */
  public CorruptDataException(
      Object file, long offset, Object expected, @Nullable Object received) {
    super(
        Check.message(
            file + ", byte " + offset, expected, received, "get the file again from its source"));
  }

  /** An exception about the file as a whole. */
  public CorruptDataException(
      Object file, Object expected, @Nullable Object received, String remedy) {
    super(Check.message(file.toString(), expected, received, remedy));
  }

  /** This exception with the exception of a decoder or the file system as its cause. */
  public CorruptDataException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }
}
