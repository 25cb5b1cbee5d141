package org.dsd4j.models.vision;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.onednn.OnednnKernels;

class OnednnModelFixtureTest extends ModelFixtureContract {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }
}
