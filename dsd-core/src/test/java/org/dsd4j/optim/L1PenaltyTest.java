package org.dsd4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class L1PenaltyTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer(WeightDecay decay) {
    return L1Penalty.ofWeights(Sgd.momentum(0.9).weightDecay(decay), 1e-5);
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

  private static Network network() {
    return Network.builder(Shape.of(3))
        .add("fc", new Dense(2))
        .add("norm", new BatchNorm())
        .elementType(ElementType.FLOAT64)
        .build(Seed.of(1));
  }

  /** The weights after steps with a gradient of the loss of 0.5 everywhere. */
  private static double[] after(int steps, Optimizer optimizer, String name, double... weights) {
    try (Network network = network();
        Updater updater = new Updater(network, optimizer, GradientClipping.none())) {
      Parameter parameter = network.parameter(name);
      Numbers.set(parameter.value(), weights);
      double[] gradient = new double[weights.length];
      Arrays.fill(gradient, 0.5);
      for (int i = 0; i < steps; i++) {
        Numbers.set(parameter.gradient(), gradient);
        updater.step(0.1);
      }
      return Numbers.get(parameter.value());
    }
  }

  @Test
  void addsTheSignOfEachWeightToItsGradient() {
    double[] start = {2, -2, 0, 0.5, -0.5, 1e-30};
    double[] end = after(1, L1Penalty.ofWeights(Sgd.plain(), 0.2), "fc.weight", start);
    double[] signs = {1, -1, 0, 1, -1, 1};
    for (int i = 0; i < start.length; i++) {
      assertThat(end[i]).isCloseTo(start[i] - 0.1 * (0.5 + 0.2 * signs[i]), within(1e-15));
    }
  }

  @Test
  void goesThroughMomentumBesideTheDecay() {
    Optimizer sgd = Sgd.momentum(0.9).weightDecay(0.01);
    double[] end = after(2, L1Penalty.ofWeights(sgd, 0.2), "fc.weight", 2, -2, 3, 4, 5, 6);
    double v1 = 0.5 + 0.01 * 2 + 0.2;
    double w1 = 2 - 0.1 * v1;
    double v2 = 0.9 * v1 + 0.5 + 0.01 * w1 + 0.2;
    assertThat(end[0]).isCloseTo(w1 - 0.1 * v2, within(1e-14));
  }

  @Test
  void sparesBiasesAndNormsUnlessOfAll() {
    Sgd sgd = Sgd.plain();
    assertThat(after(1, L1Penalty.ofWeights(sgd, 0.2), "fc.bias", 1, 1)[0]).isEqualTo(0.95);
    assertThat(after(1, L1Penalty.ofWeights(sgd, 0.2), "norm.weight", 1, 1)[0]).isEqualTo(0.95);
    assertThat(after(1, L1Penalty.ofAll(sgd, 0.2), "fc.bias", 1, 1)[0])
        .isCloseTo(0.93, within(1e-15));
    assertThat(L1Penalty.ofWeights(sgd, 0.2).of(Role.EMBEDDING)).isEqualTo(0.2);
  }

  @Test
  void everyOptimizerTakesIt() {
    List<Function<WeightDecay, Optimizer>> optimizers = new ArrayList<>();
    optimizers.add(d -> new Adam().weightDecay(d));
    optimizers.add(d -> new AdamW().weightDecay(d));
    optimizers.add(d -> new NAdam().weightDecay(d));
    optimizers.add(d -> new RmsProp(0.9, 1e-8, d));
    optimizers.add(d -> new AdaGrad(1e-8, d));
    optimizers.add(d -> new AdaDelta(0.9, 1e-6, d));
    optimizers.add(d -> Sgd.nesterov(0.9).weightDecay(d));
    for (Function<WeightDecay, Optimizer> each : optimizers) {
      Optimizer bare = each.apply(WeightDecay.none());
      // At a negative weight, the penalty's subgradient of -0.5 cancels the loss's gradient.
      double[] end = after(3, L1Penalty.ofWeights(bare, 0.5), "fc.weight", 9, -9, 9, 9, 9, 9);
      double[] without = after(3, bare, "fc.weight", 9, -9, 9, 9, 9, 9);
      assertThat(end[1]).as(bare.toString()).isEqualTo(-9);
      assertThat(without[1]).as(bare.toString()).isLessThan(-9);
    }
  }

  @Test
  void aCoefficientOfZeroChangesNoBit() {
    Optimizer sgd = Sgd.momentum(0.9).weightDecay(0.01);
    double[] start = {2, -2, 3, 4, 5, 6};
    assertThat(after(3, L1Penalty.ofAll(sgd, 0), "fc.weight", start))
        .isEqualTo(after(3, sgd, "fc.weight", start));
  }

  @Test
  void saysItsCoefficientAndRefusesOthers() {
    assertThat(L1Penalty.ofWeights(Sgd.plain(), 3e-4))
        .hasToString("SGD, L1 penalty 0.0003 (not of biases and norms)");
    assertThat(L1Penalty.ofAll(Sgd.plain(), 3e-4)).hasToString("SGD, L1 penalty 0.0003");
    assertThatThrownBy(() -> L1Penalty.ofAll(Sgd.plain(), -1)).hasMessageContaining("L1 penalty");
    assertThatThrownBy(() -> L1Penalty.ofWeights(Sgd.plain(), Double.NaN))
        .hasMessageContaining("L1 penalty");
  }
}
