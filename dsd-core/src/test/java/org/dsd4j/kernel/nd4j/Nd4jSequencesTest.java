package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.SequencesContract;

class Nd4jSequencesTest extends SequencesContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
