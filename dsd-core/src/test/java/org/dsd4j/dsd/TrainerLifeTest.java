package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.TrainingBuilder;
import org.dsd4j.train.listen.TrainingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trainer trains once, alone, and a network that is there. */
class TrainerLifeTest {
  private final Network network = SmallNets.dense(4, 3);

  @TempDir Path folder;

  @AfterEach
  void close() {
    network.close();
  }

  private <B extends TrainingBuilder<B>> B set(B builder) {
    return builder
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.plain())
        .training(new Blobs(32, 4, 1), batchSize(16));
  }

  private DsdTrainer.Builder dsd() {
    DsdSchedule schedule = DsdSchedule.builder().dense(epochs(1), learningRate(0.01)).build();
    return set(DsdTrainer.builder()).schedule(schedule);
  }

  private Trainer.Builder plain() {
    return set(Trainer.builder()).epochs(epochs(1), learningRate(0.01));
  }

  @Test
  void weightsOfAClosedResultAreNamedAndThoseReadBeforeStay() {
    DsdResult result = dsd().build().fit();
    WeightSnapshot best = result.phase(PhaseKind.DENSE).best().weights();
    INDArray view = best.array("fc1.weight").reshape(96);
    float[] before = view.dup().toFloatVector();
    result.close();
    result.close();
    plain().build().fit();
    assertThat(view.toFloatVector()).isEqualTo(before);
    for (Runnable use :
        List.<Runnable>of(
            () -> best.array("fc1.weight"), () -> network.restore(best), best::sha256)) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the result that held them was closed");
    }
  }

  @Test
  void trainsOnce() {
    String message =
        "trainer: expected to train once, received a second call; build another trainer for another"
            + " run";
    DsdTrainer trainer = dsd().checkpoints(folder).build();
    trainer.fit().close();
    String before = network.snapshot().sha256();
    assertThatThrownBy(trainer::fit).isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(() -> trainer.resume(folder)).hasMessage(message);
    assertThatThrownBy(() -> trainer.fitFromWeights(folder)).hasMessage(message);
    Trainer once = plain().build();
    once.fitFromWeights(folder);
    assertThatThrownBy(once::fit).hasMessage(message);
    assertThat(before).isNotEmpty();
    // The network is free for another trainer.
    plain().build().fit();
  }

  /** Tries something in the first step. */
  private static TrainingListener trying(Runnable call, List<Throwable> failures) {
    return new TrainingListener() {
      @Override
      public void stepFinished(Step step) {
        try {
          call.run();
        } catch (IllegalStateException e) {
          failures.add(e);
        }
      }
    };
  }

  @Test
  void twoTrainersOfOneNetworkTakeTurns() {
    List<Throwable> failures = new ArrayList<>();
    dsd().checkpoints(folder).build().fit().close();
    Trainer second = plain().build();
    dsd()
        .listener(trying(second::fit, failures))
        .listener(trying(() -> second.fitFromWeights(folder), failures))
        .build()
        .fit()
        .close();
    assertThat(failures)
        .hasSize(4)
        .allSatisfy(
            e ->
                assertThat(e)
                    .hasMessage(
                        "network: expected one trainer at a time, received a second one while the"
                            + " first trains it; wait for that one's end, or build a network for"
                            + " each"));
    second.fit();
  }

  @Test
  void aClosedNetworkIsToldAtBuildAndAtTheCall() {
    Trainer built = plain().build();
    DsdTrainer dsdBuilt = dsd().build();
    Trainer.Builder late = plain();
    network.close();
    String message = "this network was closed; build another one";
    assertThatThrownBy(built::fit).isInstanceOf(IllegalStateException.class).hasMessage(message);
    assertThatThrownBy(dsdBuilt::fit).hasMessage(message);
    assertThatThrownBy(() -> dsdBuilt.resume(folder)).hasMessage(message);
    assertThatThrownBy(late::build).hasMessage(message);
    assertThatThrownBy(() -> dsd().build()).hasMessage(message);
  }
}
