package org.dsd4j.kernel.choice;

import java.io.Serial;
import java.util.Locale;
import java.util.ServiceLoader;
import org.dsd4j.internal.Check;
import org.nd4j.linalg.factory.Nd4jBackend;

/** Kernels that were asked for, or that this platform should have, cannot be loaded. */
public final class KernelsUnavailableException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  /** An exception that says which library failed to load and what to do. */
  public KernelsUnavailableException(String library, String remedy, Throwable cause) {
    super(
        String.format(Locale.ROOT, "%s could not be loaded (%s); %s", library, cause, remedy),
        cause);
  }

  private KernelsUnavailableException(String message) {
    super(message);
  }

  /**
   * Fails if ND4J has no backend, without which there are no arrays. To ask does not start it.
   *
   * @throws KernelsUnavailableException if there is none; the message names the dependency to add
   */
  public static void checkBackend() {
    boolean found =
        ServiceLoader.load(Nd4jBackend.class).stream()
            .anyMatch(backend -> backend.type() != JavaCppLimit.class);
    if (!found) {
      throw new KernelsUnavailableException(
          Check.message(
              "class path",
              "a backend of ND4J, in whose arrays values come and go",
              "none",
              "add the dependency org.dsd4j:dsd4j-cpu (type pom) for the CPU, or"
                  + " org.nd4j:nd4j-cuda-11.6 for a GPU; where all is packed into one jar, merge"
                  + " META-INF/services"));
    }
  }
}
