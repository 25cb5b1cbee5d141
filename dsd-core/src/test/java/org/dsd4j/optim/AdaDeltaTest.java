package org.dsd4j.optim;

class AdaDeltaTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return new AdaDelta(0.9, 1e-6, decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(10, 3_000, 0.001);
      case ILL_CONDITIONED -> new Goal(10, 2_000, 0.001);
      case ROSENBROCK -> new Goal(1, 12_000, 0.01);
      case LEAST_SQUARES -> new Goal(10, 2_000, 0.001);
    };
  }
}
