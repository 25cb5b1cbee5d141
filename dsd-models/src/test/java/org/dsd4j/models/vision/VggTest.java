package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;

/** An eighth of VGG-11's width, for small images. */
class VggTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return new Vgg(11).batchNorm().input(32, 32, 3).width(0.125).dropout(0).network(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    int[] channels = {3, 8, 16, 32, 32, 64, 64, 64, 64};
    long parameters = 0;
    for (int i = 1; i < channels.length; i++) {
      parameters += (9L * channels[i - 1] + 3) * channels[i];
    }
    return parameters + (64 * 49 + 1) * 512 + 513 * 512 + 513 * 10;
  }
}
