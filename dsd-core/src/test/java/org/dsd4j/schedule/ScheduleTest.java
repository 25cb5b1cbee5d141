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
  void refusesNoSteps() {
    assertThatThrownBy(() -> Schedule.cosine(1, 0, 0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.linear(1, 0, 0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.steps(1, 0.5, 0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.constant(1).warmedUp(0)).hasMessageContaining("steps");
    assertThatThrownBy(() -> Schedule.constant(1).then(0, Schedule.constant(1)))
        .hasMessageContaining("steps");
  }
}
