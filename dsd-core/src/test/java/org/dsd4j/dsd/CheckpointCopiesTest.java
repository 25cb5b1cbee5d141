package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dsd4j.data.BatchSize.batchSize;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.prune.Pruning;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.TrainingBuilder;
import org.dsd4j.train.TrainingSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The memory of a run's copies, from checkpoint to checkpoint. */
class CheckpointCopiesTest {
  private final Network network = Cuttable.network(3);
  private final TrainingSession session = new Sessions().open(network);
  private final DsdRun run =
      new DsdRun(
          session,
          Cuttable.schedule(1),
          false,
          new MaskedPhases(session, Pruning.layerwise(), Regrowth.zero()),
          session.provenance(Map.of()));

  private static final class Sessions extends TrainingBuilder<Sessions> {
    @Override
    protected Sessions self() {
      return this;
    }

    TrainingSession open(Network network) {
      return network(network)
          .loss(new SoftmaxCrossEntropy())
          .optimizer(Sgd.momentum(0.9))
          .training(new Blobs(32, 4, 1), batchSize(32))
          .session();
    }
  }

  @AfterEach
  void close() {
    run.close();
    session.close();
    network.close();
  }

  private DsdState state() {
    return run.state(Optional.empty());
  }

  private static INDArray weight(DsdState state) {
    return state.weights().array("fc1.weight");
  }

  private static INDArray momentum(DsdState state) {
    return state.optimizer().arrays().get("fc1.weight").get("momentum");
  }

  private void setWeights(float value) {
    float[] values = new float[72];
    Arrays.fill(values, value);
    network.parameter("fc1.weight").value().set(values);
  }

  @Test
  void whatIsGivenBackIsUsedAgainAndReleasedWithTheRun() {
    run.prepareToSave();
    DsdState first = state();
    INDArray weight = weight(first);
    INDArray momentum = momentum(first);
    run.giveBack(first);
    setWeights(5);
    DsdState second = state();
    assertThat(weight(second)).isSameAs(weight);
    assertThat(momentum(second)).isSameAs(momentum);
    assertThat(weight.data().asFloat()).containsOnly(5);
    run.giveBack(second);
    assertThat(weight.wasClosed()).isFalse();
    run.close();
    assertThat(weight.wasClosed()).isTrue();
    assertThat(momentum.wasClosed()).isTrue();
  }

  @Test
  void aCopyThatSomebodyStillReadsIsLeftAlone() {
    setWeights(1);
    DsdState first = state();
    setWeights(2);
    DsdState second = state();
    assertThat(weight(first).data().asFloat()).containsOnly(1);
    assertThat(weight(second).data().asFloat()).containsOnly(2);
    run.giveBack(first);
    run.giveBack(second);
    assertThat(weight(second).wasClosed()).isFalse();
  }
}
