package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.WindowsContract;

class Nd4jWindowsTest extends WindowsContract {
  @Override
  protected Kernels open() {
    return new Nd4jKernels();
  }
}
