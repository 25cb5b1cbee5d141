package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.SequenceNormsContract;

class Nd4jSequenceNormsTest extends SequenceNormsContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
