package org.dsd4j.optim;

class AdamWTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return new AdamW().weightDecay(decay);
  }

  @Override
  protected Goal goal(Problem problem) {
    return switch (problem) {
      case BOWL -> new Goal(0.1, 800, 1e-06);
      case ILL_CONDITIONED -> new Goal(0.05, 800, 1e-06);
      case ROSENBROCK -> new Goal(0.02, 2_000, 0.001);
      case LEAST_SQUARES -> new Goal(0.05, 1_000, 1e-05);
    };
  }
}
