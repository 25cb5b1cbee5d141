package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.data.load.BatchSize.batchSize;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.metric.Accuracy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.Blobs;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a result prints. */
@InEveryLocale
class DsdResultTest {
  private static final DsdSchedule SCHEDULE =
      DsdSchedule.builder()
          .dense(epochs(3), learningRate(0.05))
          .sparse(0.25, epochs(2), learningRate(0.02))
          .reDense(epochs(1), learningRate(0.01))
          .build();

  private final Network network = SmallNets.dense(4, 3);

  @AfterEach
  void close() {
    network.close();
  }

  private DsdTrainer.Builder trainer() {
    return DsdTrainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(Sgd.momentum(0.9))
        .schedule(SCHEDULE)
        .training(new Blobs(64, 4, 1), batchSize(32))
        .seed(11);
  }

  @Test
  void isTheTableOfPhasesWithTheControlAlsoOnceItIsClosed() {
    DsdResult result =
        trainer()
            .validation(new Blobs(60, 4, 2))
            .metric(new Accuracy())
            .withControl()
            .build()
            .fit();
    result.close();
    List<String> lines = result.toString().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0)).matches("Phase +Epochs +Loss +Accuracy +Best +Sparsity +Time");
    assertThat(lines.get(1))
        .matches("dense +3 +\\d+\\.\\d{4} +[\\d.]+ +[\\d.]+ +0\\.0% +[\\d.]+ s");
    assertThat(lines.get(2)).startsWith("sparse ").contains(" 25.0% ");
    assertThat(lines.get(3)).startsWith("re-dense ").contains(" 0.0% ");
    assertThat(lines.get(4)).startsWith("control for sparse ").contains(" 0.0% ");
    assertThat(lines.get(5)).startsWith("control for re-dense ");
    assertThat(lines.get(6))
        .startsWith("accuracy 0.")
        .contains(", control 0.")
        .endsWith("(higher is better). One seed is no verdict.");
  }

  @Test
  void isTheTableOfTheTrainingLossWithoutControlAndValidation() {
    try (DsdResult result = trainer().build().fit()) {
      assertThat(result.toString().lines()).hasSize(4);
      assertThat(result.toString()).contains("Training loss").doesNotContain("control");
      assertThat(result.phase(PhaseKind.SPARSE).toString().lines())
          .hasSize(2)
          .last()
          .asString()
          .startsWith("sparse ");
    }
  }

  @Test
  void warningsStandBelowTheTable() {
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void epochFinished(PhaseSettings phase, EpochRecord epoch) {
            throw new IllegalStateException("disk is full");
          }
        };
    try (DsdResult result = trainer().listener(failing).build().fit()) {
      assertThat(result.toString().lines().filter(line -> line.startsWith("Warning: ")))
          .hasSize(1)
          .first()
          .asString()
          .contains("disk is full");
    }
  }

  @Test
  void theDifferenceToTheControlIsANumberAndWithoutControlAnError() {
    try (DsdResult result = trainer().withControl().build().fit()) {
      assertThat(String.valueOf(result.differenceToControl())).matches("-?\\d\\.[\\dE-]+");
    }
    try (DsdResult result = trainer().build().fit()) {
      assertThatThrownBy(result::differenceToControl)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContainingAll("control: expected a run with one", "call withControl()");
    }
  }
}
