package org.dsd4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Offset<Double> EPSILON = within(1e-12);

  private static void assertValues(Schedule schedule, double... values) {
    for (int step = 0; step < values.length; step++) {
      assertThat(schedule.at(step)).as("step %d", step).isCloseTo(values[step], EPSILON);
    }
  }

  @Test
  void constant() {
    assertValues(Schedule.constant(0.3), 0.3, 0.3);
    assertThat(Schedule.constant(0.3).at(Long.MAX_VALUE)).isEqualTo(0.3);
  }

  @Test
  void cosine() {
    double s = Math.sqrt(0.5);
    assertValues(Schedule.cosine(3, 1, 4), 3, 2 + s, 2, 2 - s, 1, 1);
    assertThat(Schedule.cosine(3, 1, 4).at(1_000_000)).isEqualTo(1);
  }

  @Test
  void linear() {
    assertValues(Schedule.linear(1, 0, 4), 1, 0.75, 0.5, 0.25, 0, 0);
    assertValues(Schedule.linear(0, 0.5, 2), 0, 0.25, 0.5, 0.5);
  }

  /** torch.optim.lr_scheduler.PolynomialLR(total_iters=4): 1 − t/4 to the power, then 0. */
  @Test
  void polynomial() {
    assertValues(Schedule.polynomial(0.5, 0, 4, 1), 0.5, 0.375, 0.25, 0.125, 0, 0);
    assertValues(Schedule.polynomial(0.5, 0, 4, 2), 0.5, 0.28125, 0.125, 0.03125, 0, 0);
    assertValues(Schedule.polynomial(2, 0, 4, 0.5), 2, Math.sqrt(3), Math.sqrt(2), 1, 0, 0);
    assertValues(Schedule.polynomial(0.9, 0.1, 2, 3), 0.9, 0.2, 0.1, 0.1);
    assertValues(Schedule.polynomial(0, 1, 2, 2), 0, 0.75, 1, 1);
    assertThat(Schedule.polynomial(0.5, 0.1, 4, 0.9).at(Long.MAX_VALUE)).isEqualTo(0.1);
  }

  @Test
  void steps() {
    assertValues(Schedule.steps(8, 0.5, 2), 8, 8, 4, 4, 2, 2, 1);
  }

  @Test
  void stepsAt() {
    assertValues(Schedule.stepsAt(1, 0.1, List.of(2L, 3L)), 1, 1, 0.1, 0.01, 0.01);
  }

  @Test
  void warmUpNeverIsZero() {
    assertValues(Schedule.linear(4, 0, 4).warmedUp(4), 1, 2, 3, 4, 4, 3, 2, 1, 0);
  }

  @Test
  void joinedSchedulesCountTheirOwnSteps() {
    Schedule joined = Schedule.linear(2, 0, 2).then(2, Schedule.linear(9, 6, 3));
    assertValues(joined, 2, 1, 9, 8, 7, 6, 6);
    assertValues(
        Schedule.constant(1).then(1, Schedule.constant(2).then(2, Schedule.constant(3))),
        1,
        2,
        2,
        3);
  }

  @Test
  void isPure() {
    Schedule schedule = Schedule.cosine(1, 0, 10).warmedUp(3);
    double first = schedule.at(5);
    schedule.at(0);
    schedule.at(99);
    assertThat(schedule.at(5)).isEqualTo(first);
  }

  @Test
  void printsAsItIsWritten() {
    assertThat(Schedule.polynomial(0.5, 0, 4, 0.9)).hasToString("polynomial(0.5, 0, 4, 0.9)");
    assertThat(Schedule.constant(1)).hasToString("constant(1)");
    assertThat(Schedule.linear(1, 0, 4)).hasToString("linear(1, 0, 4)");
    assertThat(Schedule.steps(8, 0.5, 2)).hasToString("steps(8, 0.5, 2)");
    assertThat(Schedule.stepsAt(1, 0.1, List.of(2L, 3L))).hasToString("stepsAt(1, 0.1, [2, 3])");
    assertThat(Schedule.cosine(1, 0, 4).warmedUp(3).then(9, Schedule.constant(1).rising(2)))
        .hasToString("cosine(1, 0, 4).warmedUp(3).then(9, constant(1).rising(2))");
    Schedule own = step -> 2;
    assertThat(own.named("two").warmedUp(3)).hasToString("two.warmedUp(3)");
    assertThat(own.named("two").at(7)).isEqualTo(2);
    assertThatThrownBy(() -> own.named(" ")).hasMessageContaining("name of a schedule");
  }

  @Test
  void refusesPowersThatAreNotPositive() {
    for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> Schedule.polynomial(1, 0, 4, wrong))
          .hasMessageContaining("power")
          .hasMessageContaining("received " + wrong);
    }
  }

  @Test
  void refusesNoSteps() {
    assertThatThrownBy(() -> Schedule.polynomial(1, 0, 0, 1)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.cosine(1, 0, 0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.linear(1, 0, 0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.steps(1, 0.5, 0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.constant(1).warmedUp(0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.constant(1).then(0, Schedule.constant(1)))
        .hasMessageContaining("steps");
  }
}
