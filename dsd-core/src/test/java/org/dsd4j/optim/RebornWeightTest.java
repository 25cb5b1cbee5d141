package org.dsd4j.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.stream.Stream;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How fast a weight moves whose mask was dropped late in a run, under a steady gradient, as
 * docs/dsd.md says.
 */
class RebornWeightTest {
  private static final double RATE = 1e-3;
  private static final int STEPS = 300;

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of(new Adam(), 5_000, 6.6),
        Arguments.of(new AdamW(), 5_000, 6.6),
        // Its momentum warms up: the most is for a mask that is dropped after some 2,000 steps.
        Arguments.of(new NAdam(), 2_000, 14.2),
        Arguments.of(new NAdam(), 5_000, 11.6),
        Arguments.of(new RmsProp(), 5_000, 10.0),
        Arguments.of(new AdaGrad(), 5_000, 1.0),
        Arguments.of(new AdaDelta(), 5_000, 0.00646),
        Arguments.of(Sgd.plain(), 5_000, 1.0),
        Arguments.of(Sgd.momentum(0.9), 5_000, 10.0));
  }

  /** In multiples of the rate, for a gradient of 1. */
  @ParameterizedTest(name = "{0}, after {1} steps")
  @MethodSource("optimizers")
  void movesByAtMostSoManyTimesTheRate(Optimizer optimizer, int stepsBefore, double most) {
    try (Network network =
            Network.builder(Shape.of(2))
                .add("fc", new Dense(1).withoutBias())
                .kernels(new Nd4jKernels())
                .elementType(ElementType.FLOAT64)
                .build(Seed.of(1));
        Updater updater = new Updater(network, optimizer, GradientClipping.none())) {
      Parameter weight = network.parameter("fc.weight");
      BitSet first = new BitSet();
      first.set(0);
      weight.setMask(Mask.of(weight.shape(), first));
      for (int step = 0; step < stepsBefore; step++) {
        Numbers.set(weight.gradient(), 1, 1);
        updater.step(RATE);
      }
      weight.dropMask();
      double largest = 0;
      double before = 0;
      for (int step = 0; step < STEPS; step++) {
        Numbers.set(weight.gradient(), 1, 1);
        updater.step(RATE);
        double now = Numbers.get(weight.value())[1];
        largest = Math.max(largest, Math.abs(now - before) / RATE);
        before = now;
      }
      assertThat(largest).isCloseTo(most, within(0.02 * most));
    }
  }

  @Test
  void coefficientsAreNoPercentages() {
    assertThatThrownBy(() -> Sgd.momentum(1.5))
        .hasMessage("momentum: expected a number in [0, 1), received 1.5; pass one such as 0.9");
    assertThatThrownBy(() -> new Adam().betas(0.9, 1))
        .hasMessage("beta2: expected a number in [0, 1), received 1.0; pass one such as 0.999");
    assertThatThrownBy(() -> new NAdam().betas(-0.1, 0.999))
        .hasMessage("beta1: expected a number in [0, 1), received -0.1; pass one such as 0.9");
    assertThatThrownBy(() -> new RmsProp(99, 1e-8, WeightDecay.none()))
        .hasMessage("alpha: expected a number in [0, 1), received 99.0; pass one such as 0.99");
    assertThatThrownBy(() -> new AdaDelta(1.1, 1e-6, WeightDecay.none()))
        .hasMessage("rho: expected a number in [0, 1), received 1.1; pass one such as 0.9");
  }
}
