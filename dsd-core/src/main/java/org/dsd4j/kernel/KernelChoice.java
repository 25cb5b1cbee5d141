package org.dsd4j.kernel;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels that a network computes with: those named by the system property {@code
 * dsd.kernels}, else the best for this machine. The choice is logged and part of the provenance.
 */
public final class KernelChoice {
  /** The system property that forces a choice. */
  public static final String PROPERTY = "dsd.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String DEFAULT = "nd4j";
  private static final Map<String, Supplier<Kernels>> AVAILABLE =
      new TreeMap<>(Map.of("nd4j", Nd4jKernels::new));

  private KernelChoice() {}

  /**
   * Opens kernels; the caller closes them.
   *
   * @throws IllegalArgumentException if the system property names none of the kernels there are
   */
  public static Kernels open() {
    String name = System.getProperty(PROPERTY, DEFAULT);
    Supplier<Kernels> supplier = AVAILABLE.get(name);
    Check.argument(
        supplier != null,
        "system property " + PROPERTY,
        "one of " + AVAILABLE.keySet(),
        name,
        "name one of them or leave the property out");
    Kernels kernels = java.util.Objects.requireNonNull(supplier).get();
    LOG.debug("Kernels: {} ({})", kernels.name(), kernels.description());
    return kernels;
  }
}
