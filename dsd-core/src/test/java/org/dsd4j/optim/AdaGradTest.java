package org.dsd4j.optim;

class AdaGradTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return new AdaGrad(1e-10, decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(1, 400, 1e-06);
      case ILL_CONDITIONED -> new Goal(0.5, 400, 1e-06);
      case ROSENBROCK -> new Goal(0.5, 3_000, 0.01);
      case LEAST_SQUARES -> new Goal(0.5, 800, 1e-05);
    };
  }
}
