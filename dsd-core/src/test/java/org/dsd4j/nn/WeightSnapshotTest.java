package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Numbers;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;

class WeightSnapshotTest {
  /** A forward computation that moves the running statistics. */
  private static void gatherStatistics(Network network) {
    Shape batch = Shape.of(4, 6, 6, 2);
    float[] images = Numbers.floats(Numbers.normal((int) batch.elements(), 11));
    network.begin(Mode.TRAINING, 4).setInput(0, batch, images).forward(Seed.of(3));
  }

  @Test
  void restoresASnapshot() {
    try (Network network = SmallNets.convolutional(1)) {
      try (WeightSnapshot snapshot = network.snapshot()) {
        assertThat(snapshot.names()).contains("bn1.running_mean", "fc.bias");
        gatherStatistics(network);
        network.parameter("fc.weight").value().set(new float[48]);
        try (WeightSnapshot changed = network.snapshot()) {
          assertThat(changed.sha256()).isNotEqualTo(snapshot.sha256());
        }
        network.restore(snapshot);
        try (WeightSnapshot again = network.snapshot()) {
          assertThat(again.sha256()).isEqualTo(snapshot.sha256());
        }
        assertThat(network.parameter("bn1.running_mean").value().toFloats()).containsOnly(0);
      }
    }
  }

  @Test
  void refusesAnothersSnapshotAndChangesNothing() {
    try (Network network = SmallNets.dense(3, 1);
        Network other = SmallNets.dense(4, 2);
        Network third = SmallNets.convolutional(3);
        WeightSnapshot before = network.snapshot();
        WeightSnapshot wider = other.snapshot();
        WeightSnapshot different = third.snapshot()) {
      assertThatThrownBy(() -> network.restore(wider))
          .hasMessageContaining("fc2.weight")
          .hasMessageContaining("[3, 16]")
          .hasMessageContaining("[4, 16]");
      assertThatThrownBy(() -> network.restore(different)).hasMessageContaining("conv1.weight");
      try (WeightSnapshot after = network.snapshot()) {
        assertThat(after.sha256()).isEqualTo(before.sha256());
      }
    }
  }

  @Test
  void oneBitChangesTheHash() {
    try (Network network = SmallNets.dense(3, 1);
        WeightSnapshot before = network.snapshot()) {
      assertThat(before.sha256()).matches("[0-9a-f]{64}");
      float[] weights = network.parameter("fc1.weight").value().toFloats();
      weights[17] = Math.nextUp(weights[17]);
      network.parameter("fc1.weight").value().set(weights);
      try (WeightSnapshot after = network.snapshot()) {
        assertThat(after.sha256()).isNotEqualTo(before.sha256());
      }
    }
  }
}
