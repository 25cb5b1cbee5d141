package org.dsd4j.kernel;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.Loader;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.tensor.ElementType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels that a network computes with: those named by the system property {@code
 * dsd.kernels}, else the best for this machine. That is oneDNN on the platforms that it is tuned
 * for, unless ND4J has loaded its GPU backend or the network computes in double precision;
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
  private static final String NEEDS_OF_GPU_BACKEND =
      "ND4J's CUDA backend needs an NVIDIA driver for CUDA 11.6 (510 or newer; nvidia-smi tells"
          + " it), CUDA 11.6 and cuDNN 8 where libraries are looked for, and a GPU of compute"
          + " capability 3.7 to 8.6";

  private KernelChoice() {}

  /** What ND4J computes on. */
  enum Backend {
    /** The processor; ND4J need not be started to know. */
    CPU,
    /** The processor, though a GPU's backend is on the class path too. */
    CPU_FOR_GPU,
    /** A GPU: arrays lie in its memory. */
    GPU
  }

  /**
   * Opens kernels for tensors of this type; the caller closes them.
   *
   * @throws IllegalArgumentException if the system property names none of the kernels there are, or
   *     those that cannot reach the arrays of the backend that ND4J has loaded
   * @throws KernelsUnavailableException if their library, or ND4J's GPU backend alone on the class
   *     path, cannot be loaded
   */
  public static Kernels open(ElementType type) {
    Backend backend = loaded(hasGpuBackend(), () -> Nd4j.getEnvironment().isCPU());
    Kernels kernels =
        name(System.getProperty(PROPERTY), type, backend).equals(ONEDNN)
            ? new OnednnKernels()
            : new Nd4jKernels();
    LOG.info("Kernels: {} ({})", kernels.name(), kernels.description());
    return kernels;
  }

  /**
   * Which backend ND4J has loaded.
   *
   * @param gpuBackend whether a GPU's is on the class path
   * @param startedOnCpu starts ND4J, which takes seconds, and says on what
   */
  static Backend loaded(boolean gpuBackend, BooleanSupplier startedOnCpu) {
    if (!gpuBackend) {
      return Backend.CPU;
    }
    try {
      if (!startedOnCpu.getAsBoolean()) {
        return Backend.GPU;
      }
    } catch (RuntimeException | LinkageError e) {
      throw new KernelsUnavailableException(
          "ND4J's GPU backend",
          NEEDS_OF_GPU_BACKEND
              + "; with nd4j-native beside it on the class path ND4J takes the CPU",
          e);
    }
    LOG.warn(
        "ND4J's GPU backend is on the class path and did not start, so the CPU computes. {}",
        NEEDS_OF_GPU_BACKEND);
    return Backend.CPU_FOR_GPU;
  }

  /**
   * The kernels' name.
   *
   * @param forced what the system property says
   */
  static String name(@Nullable String forced, ElementType type, Backend backend) {
    if (forced == null) {
      boolean tuned = PLATFORMS_OF_ONEDNN.contains(Loader.Detector.getPlatform());
      return tuned && type != ElementType.FLOAT64 && backend != Backend.GPU ? ONEDNN : ND4J;
    }
    String subject = "system property " + PROPERTY;
    Check.argument(
        List.of(ND4J, ONEDNN).contains(forced),
        subject,
        "one of " + List.of(ND4J, ONEDNN),
        forced,
        "name one of them or leave the property out");
    Check.argument(
        !forced.equals(ONEDNN) || backend != Backend.GPU,
        subject,
        ND4J + ", as arrays lie in the memory of a GPU",
        forced,
        "leave the property out, or take ND4J's CUDA backend off the class path");
    return forced;
  }

  private static boolean hasGpuBackend() {
    // By name, since to start a backend takes seconds and the CPU's may not be needed at all.
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .map(ServiceLoader.Provider::type)
        .anyMatch(backend -> backend.getName().contains("jcublas"));
  }
}
