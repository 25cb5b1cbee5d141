package org.dsd4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.data.Offset;
import org.dsd4j.data.Dataset;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.DsdSchedule;
import org.dsd4j.dsd.DsdTrainer;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.optim.Sgd;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.Finding;
import org.dsd4j.statistics.Rival;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.arm.ArmRun;
import org.dsd4j.study.arm.ChangedArm;
import org.dsd4j.study.arm.ControlArm;
import org.dsd4j.study.arm.DenseArm;
import org.dsd4j.study.arm.DsdArm;
import org.dsd4j.study.arm.ResetArm;
import org.dsd4j.study.arm.ShorterArm;
import org.dsd4j.study.arm.ShrunkArm;
import org.dsd4j.study.arm.StoppedEarlyArm;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyStage;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.study.task.StudyTask;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
  private static final DsdSchedule PHASES =
      DsdSchedule.builder()
          .sparse(0.5, epochs(2), learningRate(0.01).cosine())
          .reDense(epochs(1), learningRate(0.001).cosine())
          .build();

  @TempDir private Path folder;

  private static StudyTask task() {
    Dataset training = blobs(200, 1);
    Dataset test = blobs(90, 2);
    return StudyTask.builder("blobs")
        .network(
            () ->
                Network.builder(training.featureShape())
                    .add("fc1", new Dense(16))
                    .add("relu", Activate.relu())
                    .add("fc2", new Dense(3)))
        .data(seed -> StudyData.of(training, 0.2, test, seed))
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .batchSize(batchSize(20))
        .dense(epochs(3), learningRate(0.05).cosine())
        .build();
  }

  private static Dataset blobs(int size, long seed) {
    return new Blobs(size, 3, seed);
  }

  private static List<Arm> arms() {
    return List.of(
        new DenseArm(),
        new ControlArm(PHASES),
        DsdArm.of("DSD 50 %", PHASES),
        new StoppedEarlyArm(),
        new ShorterArm(1),
        new ChangedArm(
            "more decay",
            "weight decay",
            PHASES,
            task -> task.optimizer(Sgd.momentum(0.9).weightDecay(0.01))),
        new ShrunkArm(0.3, PHASES),
        new ResetArm(List.of("fc2"), PHASES));
  }

  private Study.Builder study(String name) {
    return Study.builder().task(task(), arms()).seeds(3).folder(folder.resolve(name));
  }

  @Test
  void rowsDoNotDependOnHowManyUnitsRunAtOnce() {
    StudyResult alone = study("one").executor(new LocalExecutor(1, 1)).build().run();
    StudyResult together = study("two").executor(new LocalExecutor(3, 1)).build().run();
    assertThat(alone.rows()).hasSize(3 * arms().size()).isEqualTo(together.rows());
    assertThat(alone.rows()).allSatisfy(row -> assertThat(row.failure()).isEmpty());
  }

  @Test
  void aStudyThatIsStoppedAgainAndAgainEndsWithTheSameRows() {
    StudyResult whole = study("whole").executor(new LocalExecutor(2, 1)).build().run();
    List<CellRow.Cell> trained = new ArrayList<>();
    StudyResult result = null;
    for (int cuts = 0; result == null; cuts++) {
      assertThat(cuts).isLessThan(60);
      AtomicReference<Study> running = new AtomicReference<>();
      AtomicInteger cells = new AtomicInteger();
      Study study =
          study("cut")
              .executor(new LocalExecutor(2, 1))
              .listener(
                  (row, progress) -> {
                    trained.add(row.cell());
                    if (cells.incrementAndGet() == 2) {
                      running.get().stop();
                    }
                  })
              .build();
      running.set(study);
      try {
        result = study.run();
      } catch (TrainingStoppedException e) {
        assertThat(e).hasMessageContaining("again");
      }
    }
    assertThat(result.rows()).isEqualTo(whole.rows());
    assertThat(trained).doesNotHaveDuplicates().hasSameSizeAs(whole.rows());
    assertThat(folder.resolve("cut").resolve("rows.jsonl"))
        .hasSameTextualContentAs(folder.resolve("whole").resolve("rows.jsonl"));
  }

  @Test
  void aRowThatAPowerFailureCutWithinACharacterIsTrainedAgain() throws IOException {
    StudyResult whole = study("torn").seeds(2).build().run();
    Path rows = folder.resolve("torn").resolve("rows.jsonl");
    byte[] bytes = Files.readAllBytes(rows);
    int cut = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\u00c3\u0097") + 1;
    Files.write(rows, Arrays.copyOf(bytes, cut));
    assertThat(study("torn").seeds(2).build().run().rows()).isEqualTo(whole.rows());
    assertThat(Files.readAllBytes(rows)).isEqualTo(bytes);
    assertThat(folder.resolve("torn").resolve("cells")).doesNotExist();
  }

  @Test
  void theArmsAreWhatTheTrainerWithControlTrains() {
    StudyResult result = study("arms").executor(new LocalExecutor(1, 1)).build().run();
    StudyTask task = task();
    StudyData data = task.data(0);
    try (Network network = task.network(0)) {
      DsdSchedule dense = DsdSchedule.builder().dense(task.epochs(), task.rate()).build();
      task.applyTo(DsdTrainer.builder(), network, data, 0).schedule(dense).build().fit().close();
      try (DsdResult phases =
          task.applyTo(DsdTrainer.builder(), network, data, 0)
              .schedule(PHASES)
              .clearingOptimizerState()
              .withControl()
              .build()
              .fit()) {
        assertThat(row(result, "DSD 50 %").weightsSha256()).isEqualTo(phases.weightsSha256());
        assertThat(row(result, "control").weightsSha256())
            .isEqualTo(phases.controlWeights().orElseThrow().sha256());
        assertThat(row(result, "control").validation().orElseThrow())
            .isEqualTo(phases.control().get(1).value());
      }
    }
    assertThat(row(result, "stopped early").epochs()).isEqualTo(3);
    assertThat(row(result, "DSD 50 %").epochs()).isEqualTo(6);
    assertThat(row(result, "more decay").epochs()).isEqualTo(6);
    assertThat(row(result, "dense, 1 epoch").epochs()).isEqualTo(1);
  }

  private static CellRow row(StudyResult result, String arm) {
    return result.rows().stream()
        .filter(row -> row.cell().seed() == 0 && row.cell().arm().equals(arm))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void screeningChoosesOneArmOfEachFamilyAndSeesNoTestData() {
    List<Arm> arms =
        List.of(
            new ControlArm(PHASES),
            DsdArm.of("DSD a", PHASES).family("DSD"),
            DsdArm.of("DSD b", sparse(0.99)).family("DSD"),
            new StoppedEarlyArm());
    StudyResult result =
        Study.builder()
            .task(task(), arms)
            .screeningSeeds(List.of(100L, 101L))
            .seeds(List.of(0L, 1L, 2L))
            .folder(folder)
            .build()
            .run();
    List<CellRow> screening =
        result.rows().stream().filter(row -> row.cell().stage() == StudyStage.SCREENING).toList();
    assertThat(screening).hasSize(8).allSatisfy(row -> assertThat(row.test()).isEmpty());
    List<String> confirmed = result.task("blobs").arms().stream().map(ArmResult::name).toList();
    assertThat(confirmed).hasSize(3).contains("control", "stopped early");
  }

  private static DsdSchedule sparse(double sparsity) {
    return DsdSchedule.builder()
        .sparse(sparsity, epochs(2), learningRate(0.01).cosine())
        .reDense(epochs(1), learningRate(0.001).cosine())
        .build();
  }

  @Test
  void aCellThatDivergesIsCountedAndShown() {
    Arm wild =
        new ChangedArm("wild", "wild", PHASES, task -> task.dense(epochs(3), learningRate(1e30)));
    StudyResult result =
        Study.builder()
            .task(task(), new ControlArm(PHASES), DsdArm.of("DSD", PHASES), wild)
            .seeds(2)
            .folder(folder)
            .build()
            .run();
    ArmResult diverged = result.task("blobs").arm("wild");
    assertThat(diverged.failed()).hasSize(2);
    assertThat(diverged.failed().get(0).failure().orElseThrow()).contains("loss");
    assertThat(result.toString()).contains("2 diverged");
  }

  @Test
  void gainsArePairedBySeedAndCorrectedTogether() {
    StudyResult result = study("gains").build().run();
    TaskResult task = result.task("blobs");
    ArmResult dsd = task.arm("DSD 50 %");
    double[] differences =
        dsd.rows().stream()
            .mapToDouble(
                row ->
                    row.test().orElseThrow()
                        - of(result, "control", row.cell().seed()).test().orElseThrow())
            .toArray();
    assertThat(dsd.comparison().orElseThrow().meanDifference())
        .isEqualTo(Arrays.stream(differences).average().orElseThrow(), Offset.offset(1e-12));
    AdjustedComparison against = dsd.againstControl().orElseThrow();
    assertThat(against.p()).isGreaterThanOrEqualTo(against.comparison().p());
    assertThat(against.family()).isEqualTo(7);
    Finding finding = dsd.finding().orElseThrow();
    assertThat(finding.rivals())
        .extracting(Rival::name)
        .containsExactly(
            "stopped early", "dense, 1 epoch", "more decay", "weights × 0.3", "reset fc2");
    assertThat(finding.rivals())
        .extracting(Rival::training)
        .containsExactly(
            Rival.Training.LESS,
            Rival.Training.LESS,
            Rival.Training.SAME,
            Rival.Training.SAME,
            Rival.Training.SAME);
    assertThat(result.toString()).contains("DSD 50 %: " + finding.text());
    assertThat(StudyResult.read(folder.resolve("gains"))).isEqualTo(result);
  }

  private static CellRow of(StudyResult result, String arm, long seed) {
    return result.rows().stream()
        .filter(row -> row.cell().seed() == seed && row.cell().arm().equals(arm))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aFolderOfAnotherStudyIsRefusedAndMoreSeedsAreTaken() {
    study("same").seeds(2).build().run();
    StudyResult more = study("same").seeds(3).build().run();
    assertThat(more.rows()).hasSize(3 * arms().size());
    Study other =
        Study.builder()
            .task(task(), new ControlArm(PHASES), DsdArm.of("DSD 50 %", sparse(0.4)))
            .seeds(2)
            .folder(folder.resolve("same"))
            .build();
    assertThatThrownBy(other::run).hasMessageContaining("DSD 50 %").hasMessageContaining("0.4");
  }

  @Test
  void anotherNetworkOfTheSameNameIsAnotherStudy() {
    study("nets").seeds(2).build().run();
    StudyTask wider =
        task()
            .changed(
                t ->
                    t.network(
                        () ->
                            Network.builder(blobs(3, 1).featureShape()).add("fc2", new Dense(3))));
    Study other =
        Study.builder().task(wider, arms()).seeds(2).folder(folder.resolve("nets")).build();
    assertThatThrownBy(other::run).hasMessageContaining("network");
  }

  @Test
  void badSettingsAreRefusedBeforeTraining() {
    Study.Builder builder = Study.builder().folder(folder);
    assertThatThrownBy(() -> builder.task(task(), new DenseArm(), DsdArm.of("DSD", PHASES)))
        .hasMessageContaining("ControlArm");
    assertThatThrownBy(() -> study("x").seeds(1).build()).hasMessageContaining("seeds");
    assertThatThrownBy(() -> study("x").screeningSeeds(List.of(1L)).build())
        .hasMessageContaining("fresh");
    StudyTask small =
        task().changed(t -> t.data(seed -> StudyData.of(blobs(50, 1), 0.1, blobs(50, 2), seed)));
    assertThatThrownBy(() -> Study.builder().folder(folder).task(small, arms()).seeds(3).build())
        .hasMessageContaining("validation part");
    assertThatThrownBy(() -> new StudyData(blobs(50, 1), blobs(50, 2), blobs(50, 1)))
        .hasMessageContaining("test part");
    assertThatThrownBy(() -> StudyTask.builder("t").build()).hasMessageContaining("network");
  }

  @Test
  void anArmOfOnesOwnIsOneClass() {
    Arm own =
        new Arm() {
          @Override
          public String name() {
            return "own";
          }

          @Override
          public ArmRole role() {
            return ArmRole.RIVAL;
          }

          @Override
          public void train(ArmRun run) {
            run.startFromDense();
          }

          @Override
          public String toString() {
            return "own";
          }
        };
    StudyResult result =
        Study.builder()
            .task(task(), new ControlArm(PHASES), own)
            .seeds(2)
            .measure(run -> Map.of("epochs", (double) run.curve().size()))
            .folder(folder)
            .build()
            .run();
    assertThat(result.task("blobs").arm("own").rows())
        .allSatisfy(row -> assertThat(row.measures()).containsEntry("epochs", 3.0));
  }
}
