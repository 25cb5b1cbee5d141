package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.EmbeddingsContract;
import org.dsd4j.kernel.Kernels;

class Nd4jEmbeddingsTest extends EmbeddingsContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
