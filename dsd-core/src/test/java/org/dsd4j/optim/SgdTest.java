package org.dsd4j.optim;

class SgdTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return Sgd.plain().weightDecay(decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(0.3, 60, 1e-08);
      case ILL_CONDITIONED -> new Goal(0.009, 600, 0.0001);
      case ROSENBROCK -> new Goal(0.001, 5_000, 0.01);
      case LEAST_SQUARES -> new Goal(0.2, 400, 1e-06);
    };
  }
}
