package org.dsd4j.kernel.onednn;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.choice.Backend;
import org.dsd4j.kernel.choice.KernelsProvider;
import org.dsd4j.tensor.ElementType;

/** Provides oneDNN's kernels, ranked first on the platforms that oneDNN is tuned for. */
public final class OnednnProvider implements KernelsProvider {
  static final String NAME = "onednn";

  private static final List<String> TUNED_PLATFORMS =
      List.of("linux-x86_64", "windows-x86_64", "macosx-x86_64");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return TUNED_PLATFORMS.contains(Loader.Detector.getPlatform()) ? 100 : -100;
  }

  @Override
  public Optional<String> obstacle(ElementType type, Backend backend) {
    if (backend == Backend.GPU) {
      return Optional.of(
          "arrays lie in the memory of a GPU; without ND4J's CUDA backend on the"
              + " class path they do not");
    }
    return type == ElementType.FLOAT64
        ? Optional.of("they compute in single precision")
        : Optional.empty();
  }

  @Override
  public Kernels open() {
    return new OnednnKernels();
  }
}
