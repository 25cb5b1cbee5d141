package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.dsd4j.kernel.Expression;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Reads;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** Statistics are held by the network: a layer that has some needs no code for it. */
class HeldStatisticsTest {
  /** Adds what it has counted of training batches. */
  private record Counter() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public List<ParameterSpec> parameters(List<Shape> inputs) {
      return List.of(
          new ParameterSpec("count", inputs.get(0), Role.STATISTIC, Initializer.constant(0)));
    }

    @Override
    public void forward(Pass pass) {
      if (!pass.holdsStatistics()) {
        Expression more = Expression.of(pass.parameter("count")).plus(Expression.of(1));
        pass.kernels().elementwise().assign(pass.parameter("count"), more);
      }
      pass.kernels().memory().copy(pass.input(), pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {
      throw new UnsupportedOperationException("nothing before it is trained");
    }

    @Override
    public Set<Reads> backwardReads() {
      return Set.of();
    }

    @Override
    public String toString() {
      return "Counter";
    }
  }

  private static float count(Network network) {
    network
        .begin(Mode.TRAINING, 1)
        .setInput(0, Shape.of(1, 1), new float[] {7})
        .forward(Seed.of(1));
    return network.parameter("counter.count").value().toFloats()[0];
  }

  @Test
  void aLayerOfSomebodysOwnComputesAsInInferenceWhileItsStatisticsAreHeld() {
    try (Network network =
        Network.builder(Shape.of(1)).add("counter", new Counter()).build(Seed.of(1))) {
      assertThat(count(network)).isEqualTo(1);
      network.holdStatistics("counter");
      assertThat(count(network)).isEqualTo(1);
      assertThat(network.toString() + network.summary()).contains("Counter, statistics held");
      network.releaseStatistics("counter");
      assertThat(count(network)).isEqualTo(2);
      assertThat(network.summary()).doesNotContain("held");
    }
  }

  @Test
  void theyAreHeldForInputsOfOtherExtentsToo() {
    try (Network network =
        Network.builder(Shape.of(3, 2)).add("norm", new BatchNorm()).build(Seed.of(1))) {
      network.holdStatistics("norm");
      Shape longer = Shape.of(2, 5, 2);
      network
          .begin(Mode.TRAINING, longer)
          .setInput(0, longer, Numbers.floats(Numbers.normal(20, 1)))
          .forward(Seed.of(1));
      assertThat(network.parameter("norm.running_mean").value().toFloats()).containsOnly(0);
    }
  }
}
