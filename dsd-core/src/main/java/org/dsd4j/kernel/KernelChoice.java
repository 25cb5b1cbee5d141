package org.dsd4j.kernel;

import java.util.List;
import java.util.ServiceLoader;
import org.bytedeco.javacpp.Loader;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels that a network computes with: those named by the system property {@code
 * dsd.kernels}, else the best for this machine. That is oneDNN on the platforms that it is tuned
 * for, unless ND4J's GPU backend is on the class path or the network computes in double precision;
 * otherwise ND4J. The choice is logged and part of the provenance.
 */
public final class KernelChoice {
  /** The system property that forces a choice. */
  public static final String PROPERTY = "dsd.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String ONEDNN = "onednn";
  private static final String ND4J = "nd4j";
  private static final List<String> PLATFORMS_OF_ONEDNN =
      List.of("linux-x86_64", "windows-x86_64", "macosx-x86_64");

  private KernelChoice() {}

  /**
   * Opens kernels for tensors of this type; the caller closes them.
   *
   * @throws IllegalArgumentException if the system property names none of the kernels there are
   * @throws KernelsUnavailableException if their library cannot be loaded
   */
  public static Kernels open(ElementType type) {
    String name = System.getProperty(PROPERTY, best(type));
    Kernels kernels =
        switch (name) {
          case ONEDNN -> new OnednnKernels();
          case ND4J -> new Nd4jKernels();
          default ->
              throw new IllegalArgumentException(
                  Check.message(
                      "system property " + PROPERTY,
                      "one of " + List.of(ND4J, ONEDNN),
                      name,
                      "name one of them or leave the property out"));
        };
    LOG.info("Kernels: {} ({})", kernels.name(), kernels.description());
    return kernels;
  }

  private static String best(ElementType type) {
    boolean tuned = PLATFORMS_OF_ONEDNN.contains(Loader.Detector.getPlatform());
    return tuned && type != ElementType.FLOAT64 && !hasGpuBackend() ? ONEDNN : ND4J;
  }

  private static boolean hasGpuBackend() {
    // By name, since to start a backend takes seconds and the CPU's may not be needed at all.
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .map(ServiceLoader.Provider::type)
        .anyMatch(backend -> backend.getName().contains("jcublas"));
  }
}
