package org.dsd4j.optim;

class SgdNesterovTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return Sgd.nesterov(0.9).weightDecay(decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(0.05, 300, 1e-08);
      case ILL_CONDITIONED -> new Goal(0.009, 600, 1e-06);
      case ROSENBROCK -> new Goal(0.0003, 3_000, 0.001);
      case LEAST_SQUARES -> new Goal(0.1, 400, 1e-06);
    };
  }
}
