package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecordingTest {
  @Test
  void lastsAsLongAsItsSamples() {
    assertThat(new Recording(new float[4000], 8000).seconds()).isEqualTo(0.5);
  }

  @Test
  void preEmphasisIsADifference() {
    Recording recording = new Recording(new float[] {1, 2, 4}, 8000);
    assertThat(recording.preEmphasized(0.5).samples()).containsExactly(0.5f, 1.5f, 3);
    assertThat(recording.preEmphasized(0).samples()).containsExactly(1, 2, 4);
    assertThat(recording.preEmphasized(0.97).samples()[1]).isCloseTo(1.03f, within(1e-6f));
    assertThatThrownBy(() -> recording.preEmphasized(1)).hasMessageContaining("pre-emphasis");
  }

  @Test
  void refusesWhatIsNoSound() {
    assertThatThrownBy(() -> new Recording(new float[0], 8000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one sample");
    for (float wrong : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> new Recording(new float[] {0, wrong}, 8000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("recording, sample 1: expected a finite number");
    }
    for (int rate : new int[] {-8000, 0, 768_001}) {
      assertThatThrownBy(() -> new Recording(new float[1], rate))
          .hasMessageContaining("received " + rate);
    }
  }
}
