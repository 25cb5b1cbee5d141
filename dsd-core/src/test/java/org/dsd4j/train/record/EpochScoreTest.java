package org.dsd4j.train.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochScoreTest {
  private static EpochScore accuracy(double value) {
    return new EpochScore("accuracy", value, true);
  }

  private static EpochScore loss(double value) {
    return new EpochScore("loss", value, false);
  }

  @Test
  void theBetterOneWinsByMoreThanTheGain() {
    assertThat(accuracy(0.5).beats(accuracy(0.4), 0)).isTrue();
    assertThat(accuracy(0.5).beats(accuracy(0.4), 0.2)).isFalse();
    assertThat(accuracy(0.5).beats(accuracy(0.5), 0)).isFalse();
    assertThat(loss(0.5).beats(loss(0.6), 0)).isTrue();
    assertThat(loss(0.6).beats(loss(0.5), 0)).isFalse();
  }

  @Test
  void anyNumberBeatsNone() {
    for (EpochScore number : new EpochScore[] {accuracy(0), loss(1e9)}) {
      EpochScore none = new EpochScore(number.name(), Double.NaN, number.higherIsBetter());
      assertThat(number.beats(none, 0.1)).isTrue();
      assertThat(none.beats(number, 0)).isFalse();
      assertThat(none.beats(none, 0)).isFalse();
    }
  }
}
