package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;

/** LeNet-5. */
class LeNetTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return LeNet.lenet5(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    return 20 * 25 + 20 + 50 * 20 * 25 + 50 + 800 * 500 + 500 + 500 * 10 + 10;
  }
}
