package org.dsd4j.kernel.nd4j;

import java.util.Optional;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.choice.Backend;
import org.dsd4j.kernel.choice.KernelsProvider;
import org.dsd4j.tensor.ElementType;

/** Provides ND4J's kernels, which run wherever ND4J does. */
public final class Nd4jProvider implements KernelsProvider {
  static final String NAME = "nd4j";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Optional<String> obstacle(ElementType type, Backend backend) {
    return type == ElementType.BFLOAT16
        ? Optional.of("they compute in single and double precision")
        : Optional.empty();
  }

  @Override
  public Kernels open() {
    return new Nd4jKernels();
  }
}
