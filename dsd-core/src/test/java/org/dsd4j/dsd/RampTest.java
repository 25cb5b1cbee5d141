package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.schedule.LearningRate.learningRate;
import static org.dsd4j.train.record.Epochs.epochs;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RampTest {
  private static Map<Long, Double> raises(Ramp ramp, long steps, long stepsPerEpoch) {
    Map<Long, Double> raises = new TreeMap<>();
    for (long step = 0; step < steps; step++) {
      long at = step;
      ramp.raiseBefore(step, stepsPerEpoch).ifPresent(share -> raises.put(at, share));
    }
    return raises;
  }

  @Test
  void atOnceByDefault() {
    assertThat(raises(Ramp.atOnce(), 30, 10)).isEqualTo(Map.of(0L, 1.0));
    assertThat(Ramp.atOnce()).hasToString("at once");
  }

  @Test
  void linearAtEachEpoch() {
    assertThat(raises(Ramp.linear(4), 60, 10))
        .isEqualTo(Map.of(0L, 0.25, 10L, 0.5, 20L, 0.75, 30L, 1.0));
    assertThat(Ramp.linear(4)).hasToString("linearly over 4 epochs, at each");
  }

  /** Zhu and Gupta 2017: s + (0 - s) (1 - t/n)^3. */
  @Test
  void cubicEverySteps() {
    Map<Long, Double> raises = raises(Ramp.cubic(2).everySteps(8), 40, 10);
    assertThat(raises).containsOnlyKeys(0L, 8L, 16L);
    assertThat(raises.get(0L)).isCloseTo(1 - 8 / 27.0, within(1e-15));
    assertThat(raises.get(8L)).isCloseTo(1 - 1 / 27.0, within(1e-15));
    assertThat(raises.get(16L)).isEqualTo(1);
    assertThat(Ramp.cubic(2).everySteps(8)).hasToString("cubically over 2 epochs, every 8 steps");
    assertThat(Ramp.cubic(1).everySteps(1)).hasToString("cubically over 1 epoch, every step");
  }

  @Test
  void moreStepsBetweenRaisesThanTheRampHasIsAtOnce() {
    assertThat(raises(Ramp.linear(1).everySteps(99), 30, 10)).isEqualTo(Map.of(0L, 1.0));
  }

  @Test
  void refusesWhatCannotReachTheSparsity() {
    assertThatThrownBy(() -> sparse(Ramp.linear(3), epochs(2)))
        .hasMessageContaining("at most the 2 of the phase")
        .hasMessageContaining("3");
    assertThatThrownBy(() -> sparse(Ramp.linear(2), epochs(2).earlyStopping(1)))
        .hasMessageContaining("ends with its last epoch");
    assertThatThrownBy(() -> sparse(Ramp.linear(2), epochs(2).restoringBest()))
        .hasMessageContaining("restoring of the best");
    assertThatThrownBy(
            () -> new Phase(PhaseKind.DENSE, 1, 0, epochs(2), learningRate(0.1), Ramp.linear(2)))
        .hasMessageContaining("ramp of a dense phase");
    assertThatThrownBy(() -> Ramp.linear(0)).hasMessageContaining("epochs of the ramp");
    assertThatThrownBy(() -> Ramp.cubic(1).everySteps(0)).hasMessageContaining("steps between");
    assertThatThrownBy(() -> Ramp.atOnce().everySteps(1)).hasMessageContaining("linear or cubic");
  }

  private static DsdSchedule sparse(Ramp ramp, org.dsd4j.train.record.Epochs epochs) {
    return DsdSchedule.builder().ramp(ramp).sparse(0.5, epochs, learningRate(0.1)).build();
  }
}
