package org.dsd4j.models.vision;

import org.dsd4j.nn.NetworkBuilder;

class LeNet5Test extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return LeNet.lenet5(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    return 20 * 25 + 20 + 50 * 20 * 25 + 50 + 800 * 500 + 500 + 500 * 10 + 10;
  }
}
