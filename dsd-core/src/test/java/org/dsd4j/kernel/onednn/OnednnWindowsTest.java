package org.dsd4j.kernel.onednn;

import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.WindowsContract;

class OnednnWindowsTest extends WindowsContract {
  @Override
  protected Kernels open() {
    return new OnednnKernels();
  }
}
