package org.dsd4j.kernel.choice;

import java.io.Serial;
import java.util.Locale;
import java.util.ServiceLoader;
import org.dsd4j.internal.Check;
import org.nd4j.linalg.factory.Nd4jBackend;

/** Thrown if kernels that were requested, or are expected on this platform, cannot be loaded. */
public final class KernelsUnavailableException extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1;

  /** An exception with the library that failed to load and the remedy. */
  public KernelsUnavailableException(String library, String remedy, Throwable cause) {
    super(
        String.format(Locale.ROOT, "%s could not be loaded (%s); %s", library, cause, remedy),
        cause);
  }

  private KernelsUnavailableException(String message) {
    super(message);
  }

  /**
   * Throws if ND4J has no backend, without which there are no arrays. The check does not start
   * ND4J.
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
