package org.dsd4j.kernel;

import java.io.Serial;
import java.util.Locale;

/** Kernels that were asked for, or that this platform should have, cannot be loaded. */
public final class KernelsUnavailableException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  /** An exception that says which library failed to load and what to do. */
  public KernelsUnavailableException(String library, String remedy, Throwable cause) {
    super(
        String.format(Locale.ROOT, "%s could not be loaded (%s); %s", library, cause, remedy),
        cause);
  }
}
