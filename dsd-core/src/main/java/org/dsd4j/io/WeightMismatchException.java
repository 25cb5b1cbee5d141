package org.dsd4j.io;

import java.io.Serial;
import java.nio.file.Path;
import org.dsd4j.internal.Check;

/**
 * Thrown if the tensors of a valid file do not fit the network; the message lists the differences.
 */
public final class WeightMismatchException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  WeightMismatchException(Path file, String expected, String received, String remedy) {
    super(Check.message(file.toString(), expected, received, remedy));
  }
}
