package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.optim.Sgd;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.testing.GoldenCheckpoint;
import org.dsd4j.train.Sessions;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.NonFinitePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a checkpoint of a DSD run says within the last phase of its control. */
class GoldenDsdTest {
  private static final GoldenCheckpoint GOLDEN = GoldenCheckpoint.named("dsd");
  private static final DsdSchedule SCHEDULE =
      DsdSchedule.builder()
          .dense(epochs(1), learningRate(0.05))
          .sparse(0.5, epochs(2).earlyStopping(3), learningRate(0.02))
          .reDense(epochs(2), learningRate(0.01))
          .build();

  @TempDir Path folder;

  private static Network network() {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(2))
        .add("norm", new BatchNorm())
        .add("fc2", new Dense(2))
        .build(Seed.of(3));
  }

  /** Its second step is not finite, and leads back to the start. */
  private static DsdTrainer.Builder trainer(Network network) {
    return DsdTrainer.builder()
        .network(network)
        .loss(FragileLoss.onceAfter(1))
        .optimizer(Sgd.momentum(0.9))
        .training(new Blobs(8, 2, 1), batchSize(4))
        .validation(new Blobs(4, 2, 2))
        .metric(new Accuracy())
        .whenNotFinite(NonFinitePolicy.stepBack(2))
        .withControl()
        .seed(5)
        .schedule(SCHEDULE);
  }

  private static void write(Path place) {
    try (Network network = network()) {
      DsdTrainer cut =
          trainer(network)
              .checkpoints(Checkpoints.in(place).everySteps(1_000_000).keeping(1))
              .budget(Budget.unlimited().steps(18))
              .build();
      assertThatThrownBy(cut::fit).isInstanceOf(TrainingStoppedException.class);
    }
  }

  /** Writes it anew. */
  public static void main(String[] arguments) throws IOException {
    Path place = Files.createTempDirectory("golden");
    write(place);
    GOLDEN.replaceBy(place);
  }

  @Test
  void isReadWhole() throws IOException {
    try (Network network = network();
        SavedCheckpoint saved = GOLDEN.open();
        TrainingSession session = Sessions.of(trainer(network))) {
      DsdState state = DsdDocument.state(saved, session, SCHEDULE);
      GOLDEN.assertSays(DsdDocument.parts(state));
      assertThat(state.epochs()).containsExactly(1, 2, 2);
      assertThat(state.phases())
          .extracting(phase -> phase.record().name())
          .containsExactly("dense", "sparse", "re-dense");
      assertThat(state.phases().get(0).record().setbacks().stepsBack()).isEqualTo(1);
      assertThat(state.control()).hasSize(1);
      assertThat(state.now().steps()).isEqualTo(9);
      assertThat(state.current().orElseThrow().batches()).isEqualTo(1);
      assertThat(state.start().orElseThrow().phasesBefore()).isEqualTo(1);
      assertThat(state.start().orElseThrow().state().steps()).isEqualTo(2);
      assertThat(state.result().orElseThrow().steps()).isEqualTo(10);
      assertThat(state.masks().keySet()).contains("fc1.weight");
      assertThat(state.figures().histograms()).isNotEmpty();
      assertThat(state.figures().regrown()).isNotEmpty();
    }
  }

  @Test
  void theSameRunSaysTheSameFields() {
    write(folder);
    GOLDEN.assertHasTheFieldsOf(folder);
  }
}
