package org.dsd4j.kernel.onednn;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.StepsContract;

class OnednnStepsTest extends StepsContract {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }
}
