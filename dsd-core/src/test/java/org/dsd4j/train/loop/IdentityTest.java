package org.dsd4j.train.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class IdentityTest {
  @Test
  void everySettingOfALayerTellsNetworksApart() {
    String usual = identity(new BatchNorm());
    assertThat(identity(new BatchNorm())).isEqualTo(usual);
    assertThat(identity(new BatchNorm().epsilon(0.01))).isNotEqualTo(usual);
    assertThat(identity(new BatchNorm().momentum(0.3))).isNotEqualTo(usual);
  }

  @Test
  void heldStatisticsTellNetworksApart() {
    try (Network network = network(new BatchNorm())) {
      String gathering = Identity.of(network);
      network.holdStatistics("norm");
      assertThat(Identity.of(network)).isNotEqualTo(gathering);
    }
  }

  private static String identity(Layer norm) {
    try (Network network = network(norm)) {
      return Identity.of(network);
    }
  }

  private static Network network(Layer norm) {
    return Network.builder(Shape.of(3))
        .add("norm", norm)
        .add("dense", new Dense(2))
        .build(Seed.of(1));
  }
}
