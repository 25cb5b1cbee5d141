package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.load.BatchSize.batchSize;

import java.util.Arrays;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.checkpoint.CheckpointCopies;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.state.TrainingState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of a run's copies, from checkpoint to checkpoint. */
class CheckpointCopiesTest {
  private final Network network = SmallNets.dense(4, 3);
  private final TrainingSession session =
      Trainer.builder()
          .network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(Sgd.momentum(0.9))
          .training(new Blobs(32, 4, 1), batchSize(32))
          .session();
  private final CheckpointCopies copies = new CheckpointCopies(session);

  @AfterEach
  void close() {
    copies.close();
    session.close();
    network.close();
  }

  private TrainingState state() {
    return copies.take();
  }

  private static INDArray weight(TrainingState state) {
    return state.weights().uncheckedArrays().get("fc1.weight");
  }

  private static INDArray momentum(TrainingState state) {
    return state.optimizer().uncheckedArrays().get("fc1.weight").get("momentum");
  }

  private void setWeights(float value) {
    float[] values = network.parameter("fc1.weight").value().toFloats();
    Arrays.fill(values, value);
    network.parameter("fc1.weight").value().set(values);
  }

  @Test
  void whatIsGivenBackIsUsedAgainAndReleasedInTheEnd() {
    copies.reserve();
    TrainingState first = state();
    INDArray weight = weight(first);
    INDArray momentum = momentum(first);
    // As the Flight Recorder does.
    assertThat(first.heldBytes()).isPositive();
    first.close();
    setWeights(5);
    TrainingState second = state();
    assertThat(weight(second)).isSameAs(weight);
    assertThat(momentum(second)).isSameAs(momentum);
    assertThat(weight.data().asFloat()).containsOnly(5);
    second.close();
    assertThat(weight.wasClosed()).isFalse();
    copies.close();
    assertThat(weight.wasClosed()).isTrue();
    assertThat(momentum.wasClosed()).isTrue();
  }

  @Test
  void aCopyThatSomebodyStillReadsIsLeftAlone() {
    setWeights(1);
    TrainingState first = state();
    setWeights(2);
    TrainingState second = state();
    assertThat(weight(first).data().asFloat()).containsOnly(1);
    assertThat(weight(second).data().asFloat()).containsOnly(2);
    INDArray kept = weight(second);
    first.close();
    second.close();
    assertThat(kept.wasClosed()).isFalse();
  }
}
