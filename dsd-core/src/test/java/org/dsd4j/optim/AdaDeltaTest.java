package org.dsd4j.optim;

class AdaDeltaTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return new AdaDelta(0.9, 1e-6, decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(1, 1_500, 0.0001);
      case ILL_CONDITIONED -> new Goal(1, 500, 0.001);
      case ROSENBROCK -> new Goal(0.3, 2_000, 0.01);
      case LEAST_SQUARES -> new Goal(1, 1_000, 0.01);
    };
  }
}
