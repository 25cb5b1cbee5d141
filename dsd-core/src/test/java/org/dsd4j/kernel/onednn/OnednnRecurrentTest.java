package org.dsd4j.kernel.onednn;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.RecurrentContract;

class OnednnRecurrentTest extends RecurrentContract {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }
}
