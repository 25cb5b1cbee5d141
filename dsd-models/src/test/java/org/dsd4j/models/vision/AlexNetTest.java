package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;

/** An eighth of AlexNet's width, for small images. */
class AlexNetTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return new AlexNet().input(64, 64, 3).width(0.125).dropout(0).network(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    long convolutions =
        (3 * 121 + 1) * 8
            + (8 * 25 + 1) * 24
            + (24 * 9 + 1) * 48
            + (48 * 9 + 1) * 32
            + (32 * 9 + 1) * 32;
    return convolutions + (32 * 36 + 1) * 512 + 513 * 512 + 513 * 10;
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  @Override
  protected double rate() {
    return 0.002;
  }

  @Override
  protected int epochsToLearn() {
    return 80;
  }
}
