package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import org.junit.jupiter.api.Test;

class DsdScheduleTest {
  @Test
  void numbersItsRounds() {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(epochs(3), learningRate(0.1))
            .sparse(0.5, epochs(2), learningRate(0.01))
            .reDense(epochs(2), learningRate(0.001))
            .sparse(0.25, epochs(1), learningRate(0.001))
            .reDense(epochs(1), learningRate(0.0001))
            .build();
    assertThat(schedule.phases())
        .extracting(Phase::name)
        .containsExactly("dense", "sparse", "re-dense", "sparse 2", "re-dense 2");
    assertThat(schedule.phases())
        .extracting(Phase::sparsity)
        .containsExactly(0.0, 0.5, 0.0, 0.25, 0.0);
  }

  @Test
  void mayStartFromATrainedNetwork() {
    assertThat(DsdSchedule.builder().sparse(0.3, epochs(1), learningRate(0.1)).build().phases())
        .hasSize(1);
  }

  @Test
  void refusesAScheduleWithoutPhases() {
    assertThatThrownBy(() -> DsdSchedule.builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "schedule: expected at least one phase, received none; call dense(...), sparse(...)"
                + " and reDense(...)");
  }

  @Test
  void refusesPhasesInAnOrderWithoutSense() {
    assertThatThrownBy(() -> DsdSchedule.builder().reDense(epochs(1), learningRate(0.1)))
        .hasMessageContaining("call sparse(...) before it");
    assertThatThrownBy(
            () ->
                DsdSchedule.builder()
                    .sparse(0.3, epochs(1), learningRate(0.1))
                    .sparse(0.5, epochs(1), learningRate(0.1)))
        .hasMessageContaining("call reDense(...) between them");
    assertThatThrownBy(
            () ->
                DsdSchedule.builder()
                    .sparse(0.3, epochs(1), learningRate(0.1))
                    .dense(epochs(1), learningRate(0.1)))
        .hasMessageContaining("dense phase: expected to come first");
  }

  @Test
  void refusesSparsityOutsideOfTheRange() {
    for (double wrong : new double[] {-0.01, 1, 30, Double.NaN}) {
      assertThatThrownBy(() -> DsdSchedule.builder().sparse(wrong, epochs(1), learningRate(0.1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "sparsity: expected a fraction in [0, 1), received "
                  + wrong
                  + "; write 30 percent as 0.30");
    }
  }

  @Test
  void refusesPhasesOfNoLengthAndRatesOfZero() {
    assertThatThrownBy(() -> epochs(0))
        .hasMessage(
            "epochs: expected a whole number of at least 1, received 0; pass a positive number");
    assertThatThrownBy(() -> learningRate(0)).hasMessageContaining("learning rate");
    assertThatThrownBy(() -> epochs(3).earlyStopping(0)).hasMessageContaining("patience");
  }
}
