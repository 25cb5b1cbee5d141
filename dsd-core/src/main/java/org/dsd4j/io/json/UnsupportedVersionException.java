package org.dsd4j.io.json;

import java.io.Serial;
import java.nio.file.Path;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/** A file is intact, but of a version that this library does not read; the message names both. */
public final class UnsupportedVersionException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * @hidden
   */
  @Internal
  public UnsupportedVersionException(Path file, String format, int known, int received) {
    super(
        Check.message(
            file.toString(),
            format + " of version " + known,
            "version " + received,
            "use the version of DSD4J that wrote it"));
  }
}
