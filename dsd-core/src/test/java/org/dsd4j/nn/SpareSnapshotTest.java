package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.GradientClipping;
import org.dsd4j.optim.Updater;
import org.dsd4j.optim.UpdaterSnapshot;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Snapshots in the memory of others. */
class SpareSnapshotTest {
  private static final String WEIGHT = "fc1.weight";

  @Test
  void aSnapshotTakesTheMemoryOfOneThatIsNoLongerNeeded() {
    try (Network network = SmallNets.dense(3, 1)) {
      WeightSnapshot first = network.snapshot();
      INDArray memory = first.uncheckedArrays().get(WEIGHT);
      String before = first.sha256();
      network.parameter(WEIGHT).value().set(new float[96]);
      try (WeightSnapshot second = network.snapshot(first);
          WeightSnapshot fresh = network.snapshot()) {
        assertThat(second.uncheckedArrays().get(WEIGHT)).isSameAs(memory);
        assertThat(second.sha256()).isEqualTo(fresh.sha256()).isNotEqualTo(before);
        // What was taken over is not given back with the one that had it.
        first.close();
        assertThat(memory.wasClosed()).isFalse();
      }
      assertThat(memory.wasClosed()).isTrue();
    }
  }

  @Test
  void memoryThatSomebodyElseHoldsIsLeftAlone() {
    try (Network network = SmallNets.dense(3, 1);
        WeightSnapshot first = network.snapshot();
        WeightSnapshot shared = first.share()) {
      String before = shared.sha256();
      network.parameter(WEIGHT).value().set(new float[96]);
      try (WeightSnapshot second = network.snapshot(first)) {
        assertThat(second.uncheckedArrays().get(WEIGHT))
            .isNotSameAs(shared.uncheckedArrays().get(WEIGHT));
        assertThat(shared.sha256()).isEqualTo(before).isNotEqualTo(second.sha256());
      }
    }
  }

  @Test
  void memoryThatDoesNotFitIsGivenBack() {
    try (Network network = SmallNets.dense(3, 1);
        Network other = SmallNets.dense(4, 1);
        Network convolutional = SmallNets.convolutional(1)) {
      for (Network unlike : new Network[] {other, convolutional}) {
        WeightSnapshot spare = unlike.snapshot();
        String last = spare.names().get(spare.names().size() - 1);
        INDArray memory = spare.uncheckedArrays().get(last);
        try (WeightSnapshot snapshot = network.snapshot(spare);
            WeightSnapshot fresh = network.snapshot()) {
          assertThat(snapshot.names()).isEqualTo(fresh.names());
          assertThat(snapshot.sha256()).isEqualTo(fresh.sha256());
        }
        assertThat(memory.wasClosed()).isTrue();
      }
    }
  }

  @Test
  void soDoesAnOptimizersState() {
    try (Network network = SmallNets.dense(3, 1);
        Updater updater = new Updater(network, new Adam(), GradientClipping.none())) {
      network.parameter(WEIGHT).freeze();
      UpdaterSnapshot first = updater.snapshot();
      INDArray memory = first.uncheckedArrays().get("fc2.bias").values().iterator().next();
      network.parameters().forEach(parameter -> parameter.gradient().set(ones(parameter)));
      updater.step(0.1);
      try (UpdaterSnapshot second = updater.snapshot(first)) {
        assertThat(second.steps()).isEqualTo(1);
        assertThat(second.uncheckedArrays().get("fc2.bias").values()).first().isSameAs(memory);
        assertThat(memory.toFloatVector())
            .isEqualTo(updater.state("fc2.bias").values().iterator().next().toFloats());
        assertThatThrownBy(first::uncheckedArrays).hasMessageContaining("given back");
        first.close();
        assertThat(memory.wasClosed()).isFalse();
      }
      assertThat(memory.wasClosed()).isTrue();
    }
  }

  private static float[] ones(Parameter parameter) {
    float[] values = new float[(int) parameter.shape().elements()];
    Arrays.fill(values, 1);
    return values;
  }
}
