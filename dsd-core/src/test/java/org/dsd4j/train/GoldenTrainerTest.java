package org.dsd4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.optim.Adam;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.FragileLoss;
import org.dsd4j.testing.GoldenCheckpoint;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.CheckpointParts;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.checkpoint.GroupReader;
import org.dsd4j.train.loop.TrainingSession;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.NonFinitePolicy;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.PhaseSettings;
import org.dsd4j.train.state.TrainingState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checkpoints of one phase say: one within its second epoch, one of its end. */
class GoldenTrainerTest {
  private static final GoldenCheckpoint WITHIN = GoldenCheckpoint.named("trainer-within");
  private static final GoldenCheckpoint OVER = GoldenCheckpoint.named("trainer-over");
  private static final Epochs EPOCHS = epochs(3).earlyStopping(3).restoringBest();
  private static final LearningRate RATE = learningRate(0.02).cosine();

  @TempDir Path folder;

  private static Network network() {
    return Network.builder(Shape.of(6))
        .add("fc1", new Dense(2))
        .add("norm", new BatchNorm())
        .add("fc2", new Dense(2))
        .build(Seed.of(3));
  }

  /** A step of its second epoch is not finite, and leads back to the epoch's start. */
  private static Trainer.Builder trainer(Network network) {
    return Trainer.builder()
        .network(network)
        .loss(FragileLoss.onceAfter(3))
        .optimizer(new Adam())
        .training(new Blobs(8, 2, 1), batchSize(4))
        .validation(new Blobs(4, 2, 2))
        .metric(new Accuracy())
        .whenNotFinite(NonFinitePolicy.stepBack(2))
        .seed(5)
        .epochs(EPOCHS, RATE);
  }

  private static Checkpoints rarely(Path place) {
    return Checkpoints.in(place).everySteps(1_000_000).keeping(1);
  }

  private static void writeWithin(Path place) {
    try (Network network = network()) {
      Trainer cut =
          trainer(network).checkpoints(rarely(place)).budget(Budget.unlimited().steps(4)).build();
      assertThatThrownBy(cut::fit).isInstanceOf(TrainingStoppedException.class);
    }
  }

  private static void writeOver(Path place) {
    try (Network network = network()) {
      trainer(network).checkpoints(rarely(place)).build().fit();
    }
  }

  /** Writes both anew. */
  public static void main(String[] arguments) throws IOException {
    Path place = Files.createTempDirectory("golden");
    writeWithin(place.resolve("within"));
    WITHIN.replaceBy(place.resolve("within"));
    writeOver(place.resolve("over"));
    OVER.replaceBy(place.resolve("over"));
  }

  /** Reads a checkpoint and takes it apart again. */
  private static CheckpointParts readAndTakenApart(GoldenCheckpoint golden) {
    PhaseSettings plan = new PhaseSettings("training", EPOCHS, RATE, 0);
    try (Network network = network();
        SavedCheckpoint saved = golden.open();
        TrainingSession session = Sessions.of(trainer(network));
        TrainerRun run = new TrainerRun(session, plan, false)) {
      run.restore(saved);
      TrainerDocument document = saved.state(TrainerDocument.class);
      Optional<PhaseProgress> progress = document.progress(new GroupReader(saved, session));
      TrainingState state = session.state();
      return run.state(state, progress).get();
    }
  }

  @Test
  void aRunWithinAnEpochIsReadWhole() throws IOException {
    WITHIN.assertSays(readAndTakenApart(WITHIN));
    try (SavedCheckpoint saved = WITHIN.open()) {
      TrainerDocument document = saved.state(TrainerDocument.class);
      assertThat(document.trainer()).isEqualTo("Trainer");
      assertThat(document.epochs()).isEqualTo(3);
      assertThat(document.phase()).isNull();
      assertThat(document.optimizerSteps()).isEqualTo(3);
      assertThat(document.current().epochs()).hasSize(1);
      assertThat(document.current().learned().batches()).isEqualTo(1);
      assertThat(document.current().best().epoch()).isEqualTo(1);
      assertThat(document.current().start().optimizerSteps()).isEqualTo(2);
      assertThat(document.current().setbacks().stepsBack()).isEqualTo(1);
    }
  }

  @Test
  void aRunThatIsOverIsReadWhole() throws IOException {
    OVER.assertSays(readAndTakenApart(OVER));
    try (SavedCheckpoint saved = OVER.open()) {
      TrainerDocument document = saved.state(TrainerDocument.class);
      assertThat(document.current()).isNull();
      assertThat(document.optimizerSteps()).isEqualTo(6);
      assertThat(document.phase().name()).isEqualTo("training");
      assertThat(document.phase().epochs()).hasSize(3);
      assertThat(document.phase().restoredBest()).isTrue();
      assertThat(document.phase().stoppedEarly()).isFalse();
    }
  }

  @Test
  void theSameRunsSayTheSameFields() {
    writeWithin(folder.resolve("within"));
    WITHIN.assertHasTheFieldsOf(folder.resolve("within"));
    writeOver(folder.resolve("over"));
    OVER.assertHasTheFieldsOf(folder.resolve("over"));
  }
}
