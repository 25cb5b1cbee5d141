package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.List;
import org.dsd4j.schedule.LearningRate;
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
  void ratesMayBeMultiplesOfTheDenseOne() {
    DsdSchedule schedule =
        DsdSchedule.builder()
            .dense(epochs(3), learningRate(0.5).cosine())
            .sparse(0.5, epochs(4), 0.125)
            .reDense(epochs(2), 1)
            .build();
    LearningRate dense = learningRate(0.5).cosine();
    for (int step = 0; step < 8; step++) {
      assertThat(schedule.phases().get(1).learningRate().over(8, 2).at(step))
          .isEqualTo(0.125 * dense.over(8, 2).at(step));
      assertThat(schedule.phases().get(2).learningRate().over(4, 2).at(step / 2))
          .isEqualTo(dense.over(4, 2).at(step / 2));
    }
    assertThat(schedule.phases())
        .extracting(Phase::toString)
        .containsExactly(
            "dense: 3 epochs, learning rate 0.5, cosine",
            "sparse: 4 epochs, learning rate 0.5, cosine, times 0.125, sparsity 0.5",
            "re-dense: 2 epochs, learning rate 0.5, cosine");
    assertThatThrownBy(() -> DsdSchedule.builder().sparse(0.5, epochs(1), 0.1))
        .hasMessageContaining("call dense(...) first");
    assertThatThrownBy(
            () ->
                DsdSchedule.builder().dense(epochs(3), learningRate(0.5)).sparse(0.5, epochs(4), 0))
        .hasMessageContaining("factor of the learning rate");
  }

  @Test
  void hasAsManyRoundsAsWanted() {
    LearningRate rate = learningRate(0.1);
    DsdSchedule five =
        DsdSchedule.builder()
            .dense(epochs(3), rate)
            .rounds(5, 0.8, epochs(2), rate, epochs(1), rate)
            .build();
    assertThat(five.phases()).hasSize(11);
    assertThat(five.phases().get(10).name()).isEqualTo("re-dense 5");
    assertThat(five)
        .isEqualTo(
            DsdSchedule.builder()
                .dense(epochs(3), rate)
                .rounds(List.of(0.8, 0.8, 0.8, 0.8, 0.8), epochs(2), rate, epochs(1), rate)
                .build());
    DsdSchedule differing =
        DsdSchedule.builder()
            .dense(epochs(3), rate)
            .rounds(List.of(0.5, 0.25), epochs(2), 0.1, epochs(1), 0.01)
            .rounds(1, 0.3, epochs(2), 1, epochs(1), 0.01)
            .build();
    assertThat(differing.phases())
        .extracting(Phase::sparsity)
        .containsExactly(0.0, 0.5, 0.0, 0.25, 0.0, 0.3, 0.0);
    assertThat(differing.phases())
        .extracting(Phase::name)
        .containsExactly(
            "dense", "sparse", "re-dense", "sparse 2", "re-dense 2", "sparse 3", "re-dense 3");
    assertThatThrownBy(() -> DsdSchedule.builder().rounds(0, 0.8, epochs(2), rate, epochs(1), rate))
        .hasMessageContaining("rounds");
    assertThatThrownBy(
            () -> DsdSchedule.builder().rounds(List.of(), epochs(2), rate, epochs(1), rate))
        .hasMessageContaining("at least one sparsity");
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
