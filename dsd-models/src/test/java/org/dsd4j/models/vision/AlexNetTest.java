package org.dsd4j.models.vision;

import org.dsd4j.nn.NetworkBuilder;

/** A quarter of AlexNet's width, for small images. */
class AlexNetTest extends ModelContract {
  @Override
  protected NetworkBuilder build(int classes) {
    return new AlexNet().input(64, 64, 3).width(0.25).dropout(0).network(classes);
  }

  @Override
  protected long parametersForTenClasses() {
    long features = 16 * (3 * 121 + 1) + 48 * (16 * 25 + 1) + 96 * (48 * 9 + 1);
    features += 64 * (96 * 9 + 1) + 64 * (64 * 9 + 1);
    return features + 1024L * (64 * 36 + 1) + 1024 * 1025 + 10 * 1025;
  }

  @Override
  protected double rate() {
    return 0.1;
  }
}
