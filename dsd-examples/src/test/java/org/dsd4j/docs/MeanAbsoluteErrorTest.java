package org.dsd4j.docs;

import java.util.random.RandomGenerator;
import org.dsd4j.metric.Metric;
import org.dsd4j.metric.MetricContract;

class MeanAbsoluteErrorTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new MeanAbsoluteError();
  }

  @Override
  protected float[] target(RandomGenerator random) {
    float[] target = new float[(int) outputShape().elements()];
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) random.nextGaussian();
    }
    return target;
  }

  @Override
  protected double mergingTolerance() {
    return 1e-12; // sums of doubles depend on their order in the last bits
  }
}
