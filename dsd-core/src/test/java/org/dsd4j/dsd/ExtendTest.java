package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.nio.file.Path;
import java.util.List;
import org.dsd4j.data.load.BatchSize;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Adam;
import org.dsd4j.schedule.LearningRate;
import org.dsd4j.testing.Blobs;
import org.dsd4j.train.Trainer;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.EpochRecord;
import org.dsd4j.train.record.Epochs;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs that are made longer. Where rates are constant, they end with the bits of a run that was so
 * long from the beginning.
 */
class ExtendTest {
  @TempDir Path folder;

  private static DsdSchedule schedule(LearningRate rate, int dense, int sparse, int reDense) {
    return DsdSchedule.builder()
        .dense(epochs(dense), rate)
        .sparse(0.5, epochs(sparse), rate)
        .reDense(epochs(reDense), rate)
        .build();
  }

  private static DsdSchedule constant(int dense, int sparse, int reDense) {
    return schedule(learningRate(0.01), dense, sparse, reDense);
  }

  private static DsdTrainer.Builder trainer(Network network, DsdSchedule schedule) {
    return Cuttable.trainer(network, new Adam(), new SoftmaxCrossEntropy(), Cuttable.noise(0))
        .schedule(schedule);
  }

  private static String uncut(DsdSchedule schedule) {
    try (Network network = Cuttable.network(3);
        DsdResult result = trainer(network, schedule).build().fit()) {
      return Cuttable.outcome(result);
    }
  }

  /** Trains to the end, or so many steps. */
  private void begin(DsdSchedule schedule, long steps) {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          trainer(network, schedule)
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(steps))
              .build();
      if (steps < 1_000) {
        assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
      } else {
        trainer.fit().close();
      }
    }
  }

  private DsdResult extend(Network network, DsdSchedule schedule, long steps) {
    return trainer(network, schedule)
        .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
        .budget(Budget.unlimited().steps(steps))
        .build()
        .extend(folder);
  }

  private String extended(DsdSchedule schedule, long steps) {
    try (Network network = Cuttable.network(99);
        DsdResult result = extend(network, schedule, steps)) {
      return Cuttable.outcome(result);
    }
  }

  /** Of 2 dense, 2 sparse and 2 re-dense epochs of 3 steps each, and 4 of the control. */
  @ParameterizedTest
  @ValueSource(longs = {1, 3, 6, 8, 12, 13, 17, 18, 20, 24, 29, 1_000})
  void fromAnyPlaceItEndsAsIfItHadBeenSoLongFromTheBeginning(long steps) {
    begin(constant(2, 2, 2), steps);
    // What can be longer: the phase that is on or was the last to end, and those behind it.
    DsdSchedule longer =
        steps <= 6 ? constant(4, 3, 3) : steps <= 12 ? constant(2, 4, 3) : constant(2, 2, 5);
    assertThat(extended(longer, 1_000)).isEqualTo(uncut(longer));
  }

  @Test
  void aLongerRunIsCutAndGoesOnLikeAnyOther() {
    begin(constant(1, 1, 1), 1_000);
    DsdSchedule longer = constant(1, 1, 4);
    String outcome = "";
    while (outcome.isEmpty()) {
      try {
        outcome = extended(longer, 2);
      } catch (TrainingStoppedException e) {
        assertThat(e).hasMessageContaining("budget");
      }
    }
    assertThat(outcome).isEqualTo(uncut(longer));
    try (Network network = Cuttable.network(99);
        DsdResult again = trainer(network, longer).build().resume(folder)) {
      assertThat(Cuttable.outcome(again)).isEqualTo(outcome);
    }
  }

  @Test
  void phasesThatOthersStartedFromKeepTheirLengthAndSaySo() {
    begin(constant(2, 1, 1), 1_000);
    try (Network network = Cuttable.network(99);
        DsdResult result = extend(network, constant(5, 3, 3), 1_000)) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut(constant(2, 1, 3)));
      assertThat(result.notes())
          .extracting(Note::text)
          .contains(
              "dense is over and keeps its epochs, 2 in all",
              "sparse is over and keeps its epochs, 1 in all",
              "re-dense continues to 3 epochs instead of 1");
      assertThat(result.provenance().settings().get("phase re-dense")).startsWith("3 epochs");
      assertThat(result.provenance().settings().get("phase dense")).startsWith("2 epochs");
    }
  }

  @Test
  void theControlHasTheRatesOfBothLayouts() {
    LearningRate falling = learningRate(0.02).cosine();
    begin(schedule(falling, 1, 2, 1), 3 + 4);
    try (Network network = Cuttable.network(99);
        DsdResult result = extend(network, schedule(falling, 1, 4, 2), 1_000)) {
      for (int i = 0; i < 2; i++) {
        List<EpochRecord> control = result.control().get(i).record().epochs();
        assertThat(control)
            .extracting(EpochRecord::learningRate)
            .isEqualTo(
                result.phases().get(i + 1).record().epochs().stream()
                    .map(EpochRecord::learningRate)
                    .toList());
      }
      List<EpochRecord> sparse = result.phases().get(1).record().epochs();
      // Six steps were laid out at first, and twelve from the fifth on.
      assertThat(sparse.get(0).learningRate())
          .isEqualTo(falling.over(6, 3).at(2))
          .isNotEqualTo(falling.over(12, 3).at(2));
      assertThat(sparse.get(1).learningRate()).isEqualTo(falling.over(12, 3).at(5));
    }
  }

  @Test
  void refusesWhatIsNotLongerOrDiffersOtherwise() {
    begin(constant(1, 1, 2), 1_000);
    assertThatThrownBy(() -> extended(constant(1, 1, 2), 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("phases to extend: expected one with more epochs among [re-dense]");
    assertThatThrownBy(() -> extended(constant(3, 1, 1), 1_000))
        .hasMessageContaining("phases to extend");
    assertThatThrownBy(() -> extended(schedule(learningRate(0.02), 1, 1, 4), 1_000))
        .hasMessageContaining("phase re-dense was")
        .hasMessageContaining("learning rate 0.02");
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer = trainer(network, constant(1, 1, 3)).build();
      assertThatThrownBy(() -> trainer.resume(folder))
          .hasMessageContaining("with extend (--extend)");
    }
  }

  @Test
  void refusesToMakeAPhaseShorter() {
    begin(constant(2, 2, 2), 4);
    assertThatThrownBy(() -> extended(constant(3, 1, 2), 1_000))
        .hasMessage(
            "epochs of phase 'sparse' to extend: expected at least the 2 that it has, received 1;"
                + " give it as many or more");
  }

  private Trainer.Builder plain(Network network, Epochs epochs) {
    return Trainer.builder()
        .network(network)
        .loss(new SoftmaxCrossEntropy())
        .optimizer(new Adam())
        .training(new Blobs(70, 4, 1), BatchSize.batchSize(32), Cuttable.noise(0))
        .validation(new Blobs(40, 4, 2))
        .seed(5)
        .epochs(epochs, learningRate(0.01));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 4, 6, 1_000})
  void aTrainersRunToo(long steps) {
    Epochs most = epochs(2).earlyStopping(3);
    try (Network network = Cuttable.network(3);
        Network other = Cuttable.network(99);
        Network whole = Cuttable.network(3)) {
      Trainer first =
          plain(network, most)
              .checkpoints(Checkpoints.in(folder).everySteps(1_000_000))
              .budget(Budget.unlimited().steps(steps))
              .build();
      if (steps == 1_000) {
        first.fit();
        Trainer same = plain(other, most).build();
        assertThatThrownBy(() -> same.extend(folder))
            .hasMessageStartingWith("epochs to extend a run of 2 to: expected more than those");
      } else {
        assertThatThrownBy(first::fit).isInstanceOf(TrainingStoppedException.class);
      }
      PhaseRecord longer = plain(other, most.lasting(6)).build().extend(folder).record();
      PhaseRecord expected = plain(whole, most.lasting(6)).build().fit().record();
      assertThat(Cuttable.sha256(other)).isEqualTo(Cuttable.sha256(whole));
      assertThat(longer.epochs())
          .extracting(EpochRecord::trainingLoss)
          .isEqualTo(expected.epochs().stream().map(EpochRecord::trainingLoss).toList());
      assertThat(longer.best().epoch()).isEqualTo(expected.best().epoch());
      assertThat(longer.stoppedEarly()).isEqualTo(expected.stoppedEarly());
    }
  }
}
