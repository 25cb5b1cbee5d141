package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingAugmentTest {
  private static final Recording SPEECH = TestRecordings.speech();

  private static Recording apply(RecordingTransform transform, Recording recording, long seed) {
    return transform.apply(recording, Seed.of(seed).stream());
  }

  /** The ratio of a recording to what was added, in dB. */
  private static double ratio(Recording before, Recording after) {
    float[] added = new float[before.samples().length];
    for (int i = 0; i < added.length; i++) {
      added[i] = after.samples()[i] - before.samples()[i];
    }
    double powers = TestRecordings.power(before.samples()) / TestRecordings.power(added);
    return 10 * Math.log10(powers);
  }

  /** The loudest frequency, to about 2 Hz. */
  private static double pitch(Recording recording) {
    Recording middle =
        new Recording(Arrays.copyOfRange(recording.samples(), 500, 2500), recording.rate());
    LogSpectrogram fine = LogSpectrogram.of(Stft.of(recording.rate()).window(0.25).size(4096));
    int bin = TestRecordings.peak(TestRecordings.frame(fine.of(middle), 0));
    return (double) bin * recording.rate() / 4096;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-10, 0, 10, 30})
  void noiseHasTheLevelAskedFor(double decibels) {
    Recording background = TestRecordings.noise(1000, 8000, 7);
    for (RecordingTransform noise :
        List.of(
            RecordingAugment.whiteNoise(decibels, decibels),
            RecordingAugment.noise(background, decibels, decibels))) {
      Recording noisy = apply(noise, SPEECH, 1);
      assertThat(noisy.rate()).isEqualTo(8000);
      assertThat(ratio(SPEECH, noisy)).isCloseTo(decibels, within(0.01));
    }
  }

  @Test
  void theLevelIsDrawnFromItsRange() {
    RecordingTransform noise = RecordingAugment.whiteNoise(10, 30);
    double least = 100;
    double most = 0;
    for (int seed = 0; seed < 50; seed++) {
      double ratio = ratio(SPEECH, apply(noise, SPEECH, seed));
      least = Math.min(least, ratio);
      most = Math.max(most, ratio);
    }
    assertThat(least).isBetween(10.0, 13.0);
    assertThat(most).isBetween(27.0, 30.0);
  }

  @Test
  void aNoiseBeginsAnywhereAndAgain() {
    float[] ramp = new float[100];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i / 100f;
    }
    float[] ones = new float[250];
    Arrays.fill(ones, 1);
    Recording signal = new Recording(ones, 8000);
    RecordingTransform noise = RecordingAugment.noise(new Recording(ramp, 8000), 20, 20);
    Recording one = apply(noise, signal, 1);
    Recording other = apply(noise, signal, 2);
    assertThat(one.samples()).isNotEqualTo(other.samples());
    assertThat(Arrays.copyOfRange(one.samples(), 100, 200))
        .isEqualTo(Arrays.copyOfRange(one.samples(), 0, 100));
  }

  @Test
  void silenceIsLeftAlone() {
    Recording silence = TestRecordings.silence(500, 8000);
    assertThat(apply(RecordingAugment.whiteNoise(10, 10), silence, 1)).isSameAs(silence);
    assertThat(apply(RecordingAugment.noise(silence, 10, 10), SPEECH, 1)).isSameAs(SPEECH);
    assertThat(apply(RecordingAugment.tempo(0.8, 0.8), silence, 1).samples()).containsOnly(0);
    assertThat(apply(RecordingAugment.speed(0.8, 0.8), silence, 1).samples()).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.95, 1, 1.1, 1.3})
  void tempoKeepsThePitch(double factor) {
    Recording sine = TestRecordings.sine(313, 8000, 1);
    Recording changed = apply(RecordingAugment.tempo(factor, factor), sine, 1);
    assertThat(changed.samples()).hasSize((int) Math.round(8000 / factor));
    assertThat(pitch(changed)).isCloseTo(313, within(3.0));
    // Pieces meet in phase: the sum of two in turn would be weaker.
    assertThat(TestRecordings.power(changed.samples())).isCloseTo(0.125, within(0.004));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.95, 1, 1.1, 1.3})
  void speedChangesThePitch(double factor) {
    Recording sine = TestRecordings.sine(313, 8000, 1);
    Recording changed = apply(RecordingAugment.speed(factor, factor), sine, 1);
    assertThat((double) changed.samples().length).isCloseTo(8000 / factor, within(1.0));
    assertThat(pitch(changed)).isCloseTo(factor * 313, within(2.0));
  }

  @Test
  void theFactorOneChangesNothing() {
    assertThat(apply(RecordingAugment.tempo(1, 1), SPEECH, 1).samples())
        .isEqualTo(SPEECH.samples());
    float[] same = apply(RecordingAugment.speed(1, 1), SPEECH, 1).samples();
    assertThat(same).isEqualTo(SPEECH.samples());
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    RecordingTransform all =
        RecordingAugment.tempo(0.9, 1.1)
            .then(RecordingAugment.speed(0.9, 1.1))
            .then(RecordingAugment.noise(TestRecordings.noise(999, 8000, 1), 10, 20))
            .then(RecordingAugment.whiteNoise(20, 30));
    float[] before = SPEECH.samples().clone();
    Recording one = apply(all, SPEECH, 4);
    assertThat(apply(all, SPEECH, 4).samples()).isEqualTo(one.samples());
    assertThat(apply(all, SPEECH, 5).samples()).isNotEqualTo(one.samples());
    assertThat(SPEECH.samples()).isEqualTo(before);
    assertThat(apply(RecordingTransform.identity(), SPEECH, 1)).isSameAs(SPEECH);
  }

  @Test
  void theShortestRecordingsAreChanged() {
    for (int samples : new int[] {1, 2, 50, 241}) {
      Recording noise = TestRecordings.noise(samples, 8000, 2);
      for (double factor : new double[] {0.25, 0.9, 4}) {
        assertThat(apply(RecordingAugment.tempo(factor, factor), noise, 1).samples())
            .hasSize((int) Math.max(1, Math.round(samples / factor)));
        assertThat(apply(RecordingAugment.speed(factor, factor), noise, 1).samples()).isNotEmpty();
      }
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> RecordingAugment.whiteNoise(20, 10))
        .hasMessageContaining("ratio of signal to noise in dB")
        .hasMessageContaining("pass the smaller one first");
    assertThatThrownBy(() -> RecordingAugment.whiteNoise(Double.NaN, 10))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> RecordingAugment.tempo(0, 1)).hasMessageContaining("0.25 to 4.0");
    assertThatThrownBy(() -> RecordingAugment.speed(1, 5)).hasMessageContaining("1.0 to 5.0");
    RecordingTransform noise = RecordingAugment.noise(SPEECH, 10, 10);
    assertThatThrownBy(() -> apply(noise, SPEECH.resampled(16_000), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the noise's rate, 8000, received 16000");
  }
}
