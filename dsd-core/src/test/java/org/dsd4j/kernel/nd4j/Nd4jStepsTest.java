package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.StepsContract;

class Nd4jStepsTest extends StepsContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
