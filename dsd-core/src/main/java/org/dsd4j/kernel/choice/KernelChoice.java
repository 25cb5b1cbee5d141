package org.dsd4j.kernel.choice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernels of a network: those named by the system property {@code dsd.kernels}, else
 * those with the highest {@linkplain KernelsProvider#rank() rank} of all that can compute on this
 * machine. The choice is logged and part of the provenance.
 */
public final class KernelChoice {
  /** The system property that forces a choice. */
  public static final String PROPERTY = "dsd.kernels";

  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);
  private static final String NEEDS_OF_GPU_BACKEND =
      "ND4J's CUDA backend needs an NVIDIA driver for CUDA 11.6 (510 or newer; nvidia-smi tells"
          + " it), CUDA 11.6 and cuDNN 8 where libraries are looked for, and a GPU of compute"
          + " capability 3.7 to 8.6";

  private KernelChoice() {}

  /**
   * Opens kernels for tensors of this type; the caller closes them.
   *
   * @param warnings gets what is not as one would expect, such as a GPU that did not start
   * @throws IllegalArgumentException if the system property names unknown kernels, or kernels that
   *     cannot compute here; the message has the reason
   * @throws KernelsUnavailableException if their library, or ND4J's GPU backend alone on the class
   *     path, cannot be loaded
   */
  public static Kernels open(ElementType type, Consumer<String> warnings) {
    Backend backend = loaded(hasGpuBackend(), () -> Nd4j.getEnvironment().isCPU(), warnings);
    Kernels kernels = provider(providers(), System.getProperty(PROPERTY), type, backend).open();
    LOG.info("Kernels: {} ({})", kernels.name(), kernels.description());
    return kernels;
  }

  /** The providers on the class path, by name. */
  static List<KernelsProvider> providers() {
    return ServiceLoader.load(KernelsProvider.class, KernelChoice.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(KernelsProvider::name))
        .toList();
  }

  /**
   * The backend that ND4J has loaded.
   *
   * @param gpuBackend whether a GPU backend is on the class path
   * @param startedOnCpu starts ND4J, which takes seconds, and returns whether it is on the CPU
   */
  static Backend loaded(
      boolean gpuBackend, BooleanSupplier startedOnCpu, Consumer<String> warnings) {
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
    String text =
        "ND4J's GPU backend is on the class path and did not start, so the CPU computes. "
            + NEEDS_OF_GPU_BACKEND;
    LOG.warn("{}", text);
    warnings.accept(text);
    return Backend.CPU_FOR_GPU;
  }

  /**
   * The provider of the kernels to use.
   *
   * @param all the available providers
   * @param forced the value of the system property
   */
  static KernelsProvider provider(
      List<KernelsProvider> all, @Nullable String forced, ElementType type, Backend backend) {
    return forced == null ? best(all, type, backend) : named(all, forced, type, backend);
  }

  private static KernelsProvider best(
      List<KernelsProvider> all, ElementType type, Backend backend) {
    return all.stream()
        .filter(provider -> provider.obstacle(type, backend).isEmpty())
        .max(Comparator.comparingInt(KernelsProvider::rank))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(
                        "kernels",
                        "some that compute in " + type + " here",
                        all.stream().map(one -> reason(one, type, backend)).toList(),
                        "build in another element type, or merge META-INF/services where all is"
                            + " packed into one jar")));
  }

  private static KernelsProvider named(
      List<KernelsProvider> all, String name, ElementType type, Backend backend) {
    String subject = "system property " + PROPERTY;
    List<String> names = all.stream().map(KernelsProvider::name).toList();
    Check.argument(
        names.contains(name),
        subject,
        "one of " + names,
        name,
        "name one of them or leave the property out");
    KernelsProvider provider = all.get(names.indexOf(name));
    Check.argument(
        provider.obstacle(type, backend).isEmpty(),
        subject,
        "kernels that compute in " + type + " here",
        reason(provider, type, backend),
        "leave the property out, and the best that can are taken");
    return provider;
  }

  private static String reason(KernelsProvider provider, ElementType type, Backend backend) {
    Optional<String> obstacle = provider.obstacle(type, backend);
    return provider.name() + obstacle.map(why -> ": " + why).orElse("");
  }

  private static boolean hasGpuBackend() {
    // Found by name, because starting a backend takes seconds and the CPU's may not be needed at
    // all.
    return ServiceLoader.load(Nd4jBackend.class).stream()
        .map(ServiceLoader.Provider::type)
        .anyMatch(backend -> backend.getName().contains("jcublas"));
  }
}
