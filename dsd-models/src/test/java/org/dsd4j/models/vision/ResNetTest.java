package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;

/** An eighth of ResNet-18's width, for small images. */
class ResNetTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return ResNet.imageNet(18).input(32, 32, 3).width(0.125).network(classes);
  }

  /** As a convolution of k² has i·o·k² weights, a batch norm 2·c, and the last layer 64·10 + 10. */
  @Override
  protected long parametersForTenClasses() {
    long parameters = 3 * 8 * 49 + 16 + 4L * (8 * 8 * 9 + 16);
    for (int c = 16; c <= 64; c *= 2) {
      parameters += c / 2 * c * 9 + 2 * c + 3L * (c * c * 9 + 2 * c) + c / 2 * c + 2 * c;
    }
    return parameters + 650;
  }
}
