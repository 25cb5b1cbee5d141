package org.dsd4j.kernel.onednn;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.KernelsContract;

class OnednnKernelsTest extends KernelsContract {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }
}
