package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;

class LeNet300100Test extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return LeNet.lenet300100(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    return 784 * 300 + 300 + 300 * 100 + 100 + 100 * 10 + 10;
  }
}
