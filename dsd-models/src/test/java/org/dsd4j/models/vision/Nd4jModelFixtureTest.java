package org.dsd4j.models.vision;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;

class Nd4jModelFixtureTest extends ModelFixtureContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
