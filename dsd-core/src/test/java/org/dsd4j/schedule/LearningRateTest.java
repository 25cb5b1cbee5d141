package org.dsd4j.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.dsd4j.schedule.LearningRate.learningRate;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  private static void assertRates(Schedule schedule, double... rates) {
    for (int step = 0; step < rates.length; step++) {
      assertThat(schedule.at(step)).as("step %d", step).isCloseTo(rates[step], within(1e-12));
    }
  }

  @Test
  void isConstantUnlessToldOtherwise() {
    assertRates(learningRate(0.1).over(3, 1), 0.1, 0.1, 0.1);
    assertThat(learningRate(0.1).start()).isEqualTo(0.1);
  }

  @Test
  void cosineReachesZeroAtTheEndOfThePhase() {
    assertRates(learningRate(1).cosine().over(2, 1), 1, 0.5, 0);
  }

  @Test
  void linear() {
    assertRates(learningRate(1).linearTo(0.5).over(5, 1), 1, 0.9, 0.8, 0.7, 0.6, 0.5);
  }

  @Test
  void polynomial() {
    assertRates(learningRate(0.5).polynomialTo(0, 2).over(4, 1), 0.5, 0.28125, 0.125, 0.03125, 0);
    assertRates(learningRate(0.9).polynomialTo(0.1, 3).warmUp(1).over(4, 2), 0.45, 0.9, 0.9, 0.2);
    assertThat(learningRate(0.5).polynomialTo(0, 0.9))
        .hasToString("0.5, polynomial of power 0.9 to 0");
    assertThatThrownBy(() -> learningRate(1).polynomialTo(-1, 1)).hasMessageContaining("last");
    assertThatThrownBy(() -> learningRate(1).polynomialTo(0, 0)).hasMessageContaining("power");
  }

  @Test
  void anySchedule() {
    Schedule schedule = Schedule.linear(2, 0, 2).then(2, Schedule.polynomial(9, 0, 3, 1));
    LearningRate rate = learningRate(schedule);
    assertRates(rate.over(5, 1), 2, 1, 9, 6, 3);
    assertThat(rate.start()).isEqualTo(2);
    assertThat(rate).hasToString("linear(2, 0, 2).then(2, polynomial(9, 0, 3, 1))");
    assertRates(rate.warmUp(1).over(5, 2), 1, 1, 9, 6, 3);
    assertThatThrownBy(rate::cosine).hasMessageContaining("way that the learning rate goes");
  }

  @Test
  void aScheduleOfOnesOwnNeedsAName() {
    Schedule own = step -> 1.0 / (1 + step);
    assertRates(learningRate(own.named("harmonic")).over(3, 1), 1, 0.5, 1.0 / 3);
    assertThat(learningRate(own.named("harmonic"))).hasToString("harmonic");
    for (Schedule nameless :
        List.of(own, own.warmedUp(2), own.rising(2), Schedule.constant(1).then(1, own))) {
      assertThatThrownBy(() -> learningRate(nameless))
          .hasMessageContaining("one that has a name")
          .hasMessageContaining("named(...)");
    }
  }

  @Test
  void refusesRatesOfAScheduleThatAreNone() {
    Schedule falls = Schedule.linear(1, -1, 4);
    assertThatThrownBy(() -> learningRate(falls).over(4, 1).at(3))
        .hasMessageStartingWith("learning rate, linear(1, -1, 4): expected");
    assertThatThrownBy(() -> learningRate(Schedule.constant(Double.NaN)))
        .hasMessageContaining("NaN");
  }

  @Test
  void everyFewEpochs() {
    assertRates(learningRate(1).timesEvery(0.5, 2).over(9, 2), 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, .25);
  }

  @Test
  void afterSomeEpochs() {
    assertRates(learningRate(1).timesAfter(0.1, 1, 2).over(6, 2), 1, 1, 0.1, 0.1, 0.01, 0.01);
  }

  @Test
  void warmUpComesFirstAndShortensTheRest() {
    // Four steps up, then half a cosine over the other four.
    Schedule schedule = learningRate(1).cosine().warmUp(2).over(8, 2);
    assertRates(schedule, 0.25, 0.5, 0.75, 1, 1);
    assertThat(schedule.at(6)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.at(8)).isCloseTo(0, within(1e-12));
    // The order of the words does not matter.
    assertRates(learningRate(1).warmUp(2).cosine().over(8, 2), 0.25, 0.5, 0.75, 1, 1);
  }

  @Test
  void warmUpIsShorterThanThePhase() {
    assertRates(learningRate(1).warmUp(10).over(3, 1), 0.5, 1, 1);
    assertRates(learningRate(1).warmUp(10).over(1, 1), 1);
    assertRates(learningRate(1).warmUp(0.5).over(4, 4), 0.5, 1, 1, 1);
  }

  @Test
  void dropsComeAtTheirEpochsOfThePhaseWhateverTheWarmUp() {
    assertRates(learningRate(0.1).timesAfter(0.1, 2).warmUp(1).over(4, 1), 0.1, 0.1, 0.01, 0.01);
    assertRates(
        learningRate(1).timesAfter(0.1, 2, 3).warmUp(1).over(8, 2),
        0.5,
        1,
        1,
        1,
        0.1,
        0.1,
        0.01,
        0.01);
    assertRates(
        learningRate(1).warmUp(1).timesEvery(0.5, 2).over(10, 2),
        0.5,
        1,
        1,
        1,
        0.5,
        0.5,
        0.5,
        0.5,
        0.25,
        0.25);
  }

  @Test
  void aDropWithinTheWarmUpLowersTheRestOfIt() {
    assertRates(
        learningRate(1).timesAfter(0.1, 1).warmUp(2).over(6, 2), 0.25, 0.5, 0.075, 0.1, 0.1, 0.1);
  }

  @Test
  void whatFallsOverThePhaseEndsWithItWhateverTheWarmUp() {
    assertThat(learningRate(1).linearTo(0.5).warmUp(1).over(6, 2).at(6)).isEqualTo(0.5);
    assertThat(learningRate(1).cosine().warmUp(1).over(6, 2).at(6)).isCloseTo(0, within(1e-12));
  }

  @Test
  void saysWhatItIs() {
    assertThat(learningRate(0.1).cosine().warmUp(5))
        .hasToString("0.1, cosine, warm-up of 5 epochs");
    assertThat(learningRate(0.1).timesAfter(0.1, 30, 60))
        .hasToString("0.1, times 0.1 after epochs 30, 60");
  }

  @Test
  void goesOneWayOnly() {
    LearningRate steps = learningRate(1).timesAfter(0.1, 30);
    assertThatThrownBy(() -> steps.timesAfter(0.1, 60)).hasMessageContaining("given once");
    assertThatThrownBy(() -> learningRate(1).cosine().timesEvery(0.1, 30))
        .hasMessageContaining("way that the learning rate goes");
    assertThatThrownBy(() -> learningRate(1).warmUp(1).warmUp(2)).hasMessageContaining("warm-up");
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> learningRate(0)).hasMessageContaining("learning rate");
    assertThatThrownBy(() -> learningRate(-0.1)).hasMessageContaining("-0.1");
    assertThatThrownBy(() -> learningRate(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> learningRate(1).warmUp(0)).hasMessageContaining("warm-up");
    assertThatThrownBy(() -> learningRate(1).timesEvery(0.1, 0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> learningRate(1).timesAfter(0.1, 0)).hasMessageContaining("epochs");
    assertThatThrownBy(() -> learningRate(1).linearTo(-1)).hasMessageContaining("last");
  }

  @Test
  void aFactorScalesEveryRate() {
    LearningRate rate = learningRate(1).warmUp(1).linearTo(0.5);
    Schedule whole = rate.over(10, 2);
    Schedule scaled = rate.times(0.5).times(0.5).over(10, 2);
    for (int step = 0; step < 10; step++) {
      assertThat(scaled.at(step)).isEqualTo(0.25 * whole.at(step));
    }
    assertThat(rate.times(0.5).start()).isEqualTo(0.5);
    assertThat(learningRate(1).times(0.5).cosine().over(4, 1).at(0)).isEqualTo(0.5);
    assertThat(learningRate(1).times(0.5).warmUp(1).over(8, 2).at(7)).isEqualTo(0.5);
    assertThat(learningRate(1).times(0.5)).hasToString("1, times 0.5");
    assertThatThrownBy(() -> learningRate(1).times(0)).hasMessageContaining("factor");
  }

  @Test
  void aCurveOfOnesOwn() {
    LearningRate rate =
        learningRate(0.5).curve("halves", (start, steps, epoch) -> step -> start / (1L << step));
    assertThat(rate.over(10, 5).at(3)).isEqualTo(0.0625);
    assertThat(rate.warmUp(1).over(10, 5).at(6)).isEqualTo(0.25);
    assertThat(rate).hasToString("0.5, halves");
    assertThatThrownBy(() -> rate.cosine()).isInstanceOf(IllegalArgumentException.class);
    LearningRate broken = learningRate(1).curve("broken", (start, steps, epoch) -> step -> -1);
    assertThatThrownBy(() -> broken.over(10, 5).at(0))
        .hasMessageStartingWith("learning rate, broken: expected a number of at least 0");
  }
}
