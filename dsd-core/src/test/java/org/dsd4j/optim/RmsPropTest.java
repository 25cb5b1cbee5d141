package org.dsd4j.optim;

class RmsPropTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return new RmsProp(0.99, 1e-8, decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(0.01, 1_500, 0.0001);
      case ILL_CONDITIONED -> new Goal(0.005, 1_500, 0.0001);
      case ROSENBROCK -> new Goal(0.002, 3_000, 0.01);
      case LEAST_SQUARES -> new Goal(0.005, 1_500, 0.001);
    };
  }
}
