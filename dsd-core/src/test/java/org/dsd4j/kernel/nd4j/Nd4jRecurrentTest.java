package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.RecurrentContract;

class Nd4jRecurrentTest extends RecurrentContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
