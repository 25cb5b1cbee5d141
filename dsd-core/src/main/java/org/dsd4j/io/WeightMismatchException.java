package org.dsd4j.io;

import java.io.Serial;
import java.nio.file.Path;
import org.dsd4j.internal.Check;

/** A sound file whose tensors are not those of the network; the message lists what differs. */
public final class WeightMismatchException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  WeightMismatchException(Path file, String expected, String received, String remedy) {
    super(Check.message(file.toString(), expected, received, remedy));
  }
}
