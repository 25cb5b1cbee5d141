package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;
import org.dsd4j.optim.Sgd;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is cut anywhere ends with the bits of the one that was not. */
class ResumeTest {
  private static final Optimizer SGD = Sgd.momentum(0.9).weightDecay(1e-3);

  @TempDir Path folder;

  private static String uncut(Optimizer optimizer) {
    try (Network network = Cuttable.network(3);
        DsdResult result = Cuttable.trainer(network, optimizer).build().fit()) {
      return Cuttable.outcome(result);
    }
  }

  private Path run() {
    return folder.resolve("run");
  }

  /** Trains {@code steps} steps more, by a new network of other weights. */
  private String resume(Optimizer optimizer, long steps) {
    try (Network network = Cuttable.network(99);
        DsdResult result =
            Cuttable.trainer(network, optimizer)
                .checkpoints(Checkpoints.in(run()).everySteps(1_000_000))
                .budget(Budget.unlimited().steps(steps))
                .build()
                .resume(run())) {
      return Cuttable.outcome(result);
    }
  }

  /** Trains the first steps. */
  private void begin(Optimizer optimizer, long steps) {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, optimizer)
              .checkpoints(Checkpoints.in(run()).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(steps))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"sgd, 1", "sgd, 7", "adam, 2", "adam, 11"})
  void cutAgainAndAgainItEndsWithTheSameBits(String name, long steps) {
    Optimizer optimizer = name.equals("adam") ? new Adam().weightDecay(0.01) : SGD;
    String expected = uncut(optimizer);
    begin(optimizer, steps);
    int cuts = 1;
    String outcome = "";
    while (outcome.isEmpty()) {
      try {
        outcome = resume(optimizer, steps);
      } catch (TrainingStoppedException e) {
        cuts++;
      }
    }
    assertThat(outcome).isEqualTo(expected);
    assertThat(cuts * steps).isGreaterThan(30);
  }

  @Test
  void aRunThatIsOverGivesItsResultAgain() {
    String expected = uncut(SGD);
    begin(SGD, 5);
    assertThat(resume(SGD, 1_000)).isEqualTo(expected);
    assertThat(resume(SGD, 1)).isEqualTo(expected);
  }

  @Test
  void savingNeverChangesTheRun() {
    try (Network network = Cuttable.network(3);
        DsdResult result =
            Cuttable.trainer(network, SGD)
                .checkpoints(Checkpoints.in(run()).everySteps(1).keeping(2))
                .build()
                .fit()) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut(SGD));
    }
    assertThat(names()).filteredOn(name -> name.endsWith(".json")).hasSize(2);
    assertThat(names()).noneMatch(name -> name.endsWith(".tmp"));
    // Five phases and four of the control have a best model each.
    assertThat(names()).filteredOn(name -> name.contains("best")).hasSize(9);
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(run())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void startsFromTheBeginningWhereNothingWasSaved() {
    try (Network network = Cuttable.network(3);
        DsdResult result =
            Cuttable.trainer(network, SGD).checkpoints(run()).build().resume(run())) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut(SGD));
    }
  }

  @Test
  void workersAndListenersMayDiffer() {
    begin(SGD, 10);
    try (Network network = Cuttable.network(99);
        DsdResult result =
            Cuttable.trainer(network, SGD)
                .listener(new TrainingListener() {})
                .build()
                .resume(run())) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut(SGD));
    }
  }

  @Test
  void otherSettingsAreRefusedAndNamed() {
    begin(SGD, 10);
    try (Network network = Cuttable.network(99)) {
      String before = Cuttable.sha256(network);
      DsdTrainer other = Cuttable.trainer(network, Sgd.momentum(0.8).weightDecay(1e-3)).build();
      assertThatThrownBy(() -> other.resume(run()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("optimizer was " + SGD)
          .hasMessageContaining("fitFromWeights")
          .hasMessageNotContaining("batch size");
      assertThat(Cuttable.sha256(network)).isEqualTo(before);
    }
  }

  @Test
  void aNewRunDoesNotTouchTheCheckpointsOfAnother() {
    begin(SGD, 4);
    List<String> before = names();
    try (Network network = Cuttable.network(3)) {
      DsdTrainer again = Cuttable.trainer(network, SGD).checkpoints(run()).build();
      assertThatThrownBy(again::fit)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("call resume");
    }
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void aNewScheduleStartsFromOldWeights() {
    begin(SGD, 8);
    try (Network network = Cuttable.network(99);
        DsdResult result =
            DsdTrainer.builder()
                .network(network)
                .loss(new SoftmaxCrossEntropy())
                .optimizer(new Adam())
                .training(new Blobs(32, 4, 1), BatchSize.batchSize(32))
                .schedule(
                    DsdSchedule.builder()
                        .sparse(0.5, epochs(1), LearningRate.learningRate(1e-30))
                        .build())
                .build()
                .fitFromWeights(run())) {
      // The rate is next to nothing: what was not pruned is as it was.
      try (Network old = Cuttable.network(3)) {
        DsdTrainer first = Cuttable.trainer(old, SGD).budget(Budget.unlimited().steps(8)).build();
        assertThatThrownBy(first::fit).isInstanceOf(TrainingStoppedException.class);
        assertThat(network.parameter("fc2.bias").value().toFloats())
            .isEqualTo(old.parameter("fc2.bias").value().toFloats());
      }
      assertThat(result.phases()).hasSize(1);
    }
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    String expected = uncut(SGD);
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .checkpoints(Checkpoints.in(run()).everySteps(2))
              .budget(Budget.unlimited().steps(20))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
    }
    String newest =
        names().stream()
            .filter(name -> name.endsWith("-state.safetensors"))
            .sorted()
            .reduce((first, second) -> second)
            .orElseThrow();
    byte[] bytes = Files.readAllBytes(run().resolve(newest));
    bytes[bytes.length - 100] ^= 1;
    Files.write(run().resolve(newest), bytes);
    assertThat(resume(SGD, 1_000)).isEqualTo(expected);
  }

  @Test
  void whereNoCheckpointIsWholeNothingIsTrained() throws IOException {
    begin(SGD, 3);
    for (String name : names()) {
      if (name.endsWith(".json")) {
        Files.writeString(run().resolve(name), "{}");
      }
    }
    assertThatThrownBy(() -> resume(SGD, 1))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected a checkpoint that is whole")
        .hasMessageContaining("checkpoint-000001.json");
  }

  @Test
  void stopsWhenAskedAndSaysHowToGoOn() {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer[] trainer = new DsdTrainer[1];
      trainer[0] =
          Cuttable.trainer(network, SGD)
              .checkpoints(run())
              .listener(
                  new TrainingListener() {
                    @Override
                    public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
                      trainer[0].stop();
                    }
                  })
              .build();
      assertThatThrownBy(() -> trainer[0].fit())
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageStartingWith("stopped in phase 'dense', epoch 2, after batch 0, as it was")
          .hasMessageContaining("checkpoint-000001.json")
          .hasMessageContaining("call resume(" + run() + ") to continue");
    }
    assertThat(resume(SGD, 1_000)).isEqualTo(uncut(SGD));
  }

  @Test
  void anInterruptedThreadSavesAndKeepsItsFlag() {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .checkpoints(run())
              .listener(
                  new TrainingListener() {
                    @Override
                    public void stepFinished(Step step) {
                      if (step.epoch() == 2) {
                        Thread.currentThread().interrupt();
                      }
                    }
                  })
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageContaining("interrupted")
          .hasMessageContaining("the checkpoint is");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(resume(SGD, 1_000)).isEqualTo(uncut(SGD));
  }

  @Test
  void aBudgetOfTimeEndsARun() {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .budget(Budget.unlimited().time(Duration.ofNanos(1)))
              .build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageContaining("nothing was saved");
    }
  }

  @Test
  void aListenerThatFailsIsDroppedAndTheRunGoesOn() {
    int[] calls = new int[1];
    try (Network network = Cuttable.network(3);
        DsdResult result =
            Cuttable.trainer(network, SGD)
                .listener(
                    new TrainingListener() {
                      @Override
                      public void stepFinished(Step step) {
                        calls[0]++;
                        throw new IllegalStateException("a listener's own trouble");
                      }
                    })
                .build()
                .fit()) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut(SGD));
    }
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void twoRunsCannotWriteIntoOneFolder() {
    try (Network network = Cuttable.network(3);
        Network second = Cuttable.network(3)) {
      DsdTrainer other = Cuttable.trainer(second, SGD).checkpoints(run()).build();
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .checkpoints(run())
              .listener(
                  new TrainingListener() {
                    @Override
                    public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
                      if (phase.name().equals("dense")) {
                        assertThatThrownBy(() -> other.resume(run()))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("another run that writes into it");
                      }
                    }
                  })
              .build();
      trainer.fit().close();
    }
  }

  @Test
  void aRunOfAnotherTrainerIsRefusedAndItsWeightsAreNot() {
    begin(SGD, 4);
    try (Network network = Cuttable.network(99)) {
      Trainer.Builder plain =
          Trainer.builder()
              .network(network)
              .loss(new SoftmaxCrossEntropy())
              .optimizer(SGD)
              .training(new Blobs(64, 4, 1), BatchSize.batchSize(32))
              .epochs(epochs(1), LearningRate.learningRate(0.01));
      Trainer trainer = plain.build();
      assertThatThrownBy(() -> trainer.resume(run()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected one of a Trainer, received one of a DsdTrainer")
          .hasMessageContaining("fitFromWeights");
      Path saved = folder.resolve("plain");
      plain.checkpoints(saved).build().fitFromWeights(run());
      DsdTrainer dsd = Cuttable.trainer(network, SGD).build();
      assertThatThrownBy(() -> dsd.resume(saved))
          .hasMessageContaining("expected one of a DsdTrainer, received one of a Trainer");
    }
  }
}
