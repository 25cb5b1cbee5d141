package org.dsd4j.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;

class WeightDistanceTest {
  private static final Offset<Double> CLOSE = within(1e-12);

  /** Two layers of 1 × 2 and of 1 × 1 weights, without and with a bias. */
  private static Network network(float a, float b, float c, float bias) {
    Network network =
        Network.builder(Shape.of(2))
            .add("first", new Dense(1).withoutBias())
            .add("second", new Dense(1))
            .build(Seed.of(1));
    set(network, a, b, c, bias);
    return network;
  }

  private static void set(Network network, float a, float b, float c, float bias) {
    network.parameter("first.weight").value().set(new float[] {a, b});
    network.parameter("second.weight").value().set(new float[] {c});
    network.parameter("second.bias").value().set(new float[] {bias});
  }

  @Test
  void isTheEuclideanOneInAllAndByLayer() {
    try (Network network = network(3, 4, 1, 0);
        WeightSnapshot before = network.snapshot()) {
      set(network, 3, 0, 0, 2);
      WeightDistance distance = WeightDistance.of(network, before);
      assertThat(distance.layers()).containsOnlyKeys("first", "second");
      WeightDistance.VectorDistance first = distance.layers().get("first");
      assertThat(first.distance()).isCloseTo(4, CLOSE);
      assertThat(first.relative()).isCloseTo(0.8, CLOSE);
      assertThat(first.cosine()).isCloseTo(9 / 15.0, CLOSE);
      WeightDistance.VectorDistance second = distance.layers().get("second");
      assertThat(second.distance()).isCloseTo(Math.sqrt(5), CLOSE);
      assertThat(second.cosine()).isCloseTo(0, CLOSE);
      assertThat(distance.all().distance()).isCloseTo(Math.sqrt(21), CLOSE);
      assertThat(distance.all().relative()).isCloseTo(Math.sqrt(21 / 26.0), CLOSE);
      assertThat(distance.all().cosine()).isCloseTo(9 / Math.sqrt(26 * 13), CLOSE);
      assertThat(distance.all()).hasToString("distance 4.5826 (relative 0.8987, cosine 0.4895)");
    }
  }

  @Test
  void ofTwoSnapshotsDoesNotDependOnTheNetworksWeights() {
    try (Network network = network(3, 4, 1, 0);
        WeightSnapshot before = network.snapshot()) {
      set(network, 3, 0, 0, 2);
      WeightDistance known = WeightDistance.of(network, before);
      try (WeightSnapshot after = network.snapshot()) {
        set(network, 7, 7, 7, 7);
        assertThat(WeightDistance.between(network, before, after)).isEqualTo(known);
        assertThat(WeightDistance.between(network, after, after).all().distance()).isZero();
        assertThat(WeightDistance.between(network, after, before).all().distance())
            .isEqualTo(known.all().distance());
      }
    }
  }

  @Test
  void fromZeroItIsWithoutEndAndBetweenZerosNone() {
    try (Network network = network(0, 0, 0, 0);
        WeightSnapshot zeros = network.snapshot()) {
      WeightDistance.VectorDistance none = WeightDistance.of(network, zeros).all();
      assertThat(none.relative()).isZero();
      assertThat(none.cosine()).isEqualTo(1);
      set(network, 1, 0, 0, 0);
      WeightDistance.VectorDistance moved = WeightDistance.of(network, zeros).all();
      assertThat(moved.relative()).isInfinite();
      assertThat(moved.cosine()).isZero();
    }
  }

  @Test
  void statisticsAreNoWeights() {
    try (Network network = SmallNets.convolutional(1);
        WeightSnapshot before = network.snapshot()) {
      for (Parameter statistic : network.statistics()) {
        float[] moved = statistic.value().toFloats();
        moved[0] += 5;
        statistic.value().set(moved);
      }
      WeightDistance distance = WeightDistance.of(network, before);
      assertThat(distance.all().distance()).isZero();
      assertThat(distance.layers().keySet()).containsExactly("conv1", "bn1", "conv2", "fc");
    }
  }

  @Test
  void refusesSnapshotsOfOtherNetworks() {
    try (Network network = SmallNets.dense(4, 1);
        Network other = SmallNets.convolutional(1);
        Network wider = SmallNets.dense(5, 1)) {
      assertThatThrownBy(() -> WeightDistance.of(network, other.snapshot()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("compare snapshots of this network");
      assertThatThrownBy(() -> WeightDistance.of(network, wider.snapshot()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("snapshot of fc2.weight: expected [4, 16], received [5, 16]");
      WeightSnapshot closed = network.snapshot();
      closed.close();
      assertThatThrownBy(() -> WeightDistance.of(network, closed))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
