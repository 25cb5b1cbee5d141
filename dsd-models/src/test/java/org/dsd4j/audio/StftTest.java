package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

/** What can be worked out by hand; see {@link FeaturesReferenceTest} for PyTorch's values. */
@InEveryLocale
class StftTest {
  private static List<double[]> spectra(Stft stft, Recording recording) {
    List<double[]> spectra = new ArrayList<>();
    stft.forEachFrame(
        recording,
        (t, power) -> {
          assertThat(t).isEqualTo(spectra.size());
          spectra.add(power.clone());
        });
    return spectra;
  }

  @Test
  void windowsAreSetInSeconds() {
    Stft stft = Stft.of(16_000);
    assertThat(stft.windowSamples()).isEqualTo(400);
    assertThat(stft.hopSamples()).isEqualTo(160);
    assertThat(stft.size()).isEqualTo(512);
    assertThat(stft.bins()).isEqualTo(257);
    Stft odd = Stft.of(11_127).window(0.032).hop(0.008);
    assertThat(odd.windowSamples()).isEqualTo(356);
    assertThat(odd.hopSamples()).isEqualTo(89);
    assertThat(odd.size()).isEqualTo(512);
    assertThat(Stft.of(8000).window(0.032).size()).isEqualTo(256);
    assertThat(Stft.of(8000).size(200).bins()).isEqualTo(101);
    assertThat(stft)
        .hasToString("windows of 25 ms every 10 ms at 16000 Hz, transform of 512, Hann window");
  }

  @Test
  void aSinesPeakIsInItsBin() {
    // Bin k lies at k · 8000 / 256 Hz.
    for (int bin : new int[] {3, 32, 100, 125}) {
      Recording sine = TestRecordings.sine(bin * 31.25, 8000, 0.1);
      for (double[] power : spectra(Stft.of(8000), sine)) {
        int peak = 0;
        for (int k = 0; k < power.length; k++) {
          peak = power[k] > power[peak] ? k : peak;
        }
        assertThat(peak).isEqualTo(bin);
      }
    }
  }

  @Test
  void aSinesPeakIsHalfOfTheWindowsSumSquared() {
    // Where the window has whole periods: |A / 2 · Σ w|² with A of one half and Σ w of N / 2.
    Stft stft = Stft.of(8000).window(0.032);
    double expected = Math.pow(0.5 / 2 * 128, 2);
    for (double[] power : spectra(stft, TestRecordings.sine(1000, 8000, 0.1))) {
      assertThat(power[32]).isCloseTo(expected, within(1e-3 * expected));
      assertThat(power[40]).isLessThan(1e-6 * expected);
    }
  }

  @Test
  void powerIsKept() {
    // Parseval: the sum over all bins is N times the sum of the squares.
    for (WindowFunction function : WindowFunction.values()) {
      for (int size : new int[] {200, 250, 256, 1024}) {
        Stft stft = Stft.of(8000).size(size).function(function);
        Recording noise = TestRecordings.noise(1000, 8000, 3);
        List<double[]> spectra = spectra(stft, noise);
        double[] window = function.values(200);
        for (int t = 0; t < spectra.size(); t++) {
          double squares = 0;
          for (int i = 0; i < 200; i++) {
            squares += Math.pow(window[i] * noise.samples()[80 * t + i], 2);
          }
          double sum = -spectra.get(t)[0] - spectra.get(t)[size / 2];
          for (double power : spectra.get(t)) {
            sum += 2 * power;
          }
          assertThat(sum).isCloseTo(size * squares, within(1e-9 * sum));
        }
      }
    }
  }

  @Test
  void anImpulsesSpectrumIsFlat() {
    float[] samples = new float[300];
    samples[130] = 1;
    List<double[]> spectra = spectra(Stft.of(8000), new Recording(samples, 8000));
    double[] window = WindowFunction.HANN.values(200);
    assertThat(spectra).hasSize(2);
    for (double power : spectra.get(0)) {
      assertThat(power).isCloseTo(window[130] * window[130], within(1e-12));
    }
    for (double power : spectra.get(1)) {
      assertThat(power).isCloseTo(window[50] * window[50], within(1e-12));
    }
  }

  @Test
  void framesAreThoseThatFit() {
    Stft stft = Stft.of(8000);
    int[] samples = {1, 199, 200, 279, 280, 359, 360, 8000};
    int[] frames = {1, 1, 1, 1, 2, 2, 3, 98};
    for (int i = 0; i < samples.length; i++) {
      assertThat(stft.frames(samples[i])).isEqualTo(frames[i]);
      assertThat(spectra(stft, TestRecordings.noise(samples[i], 8000, 1))).hasSize(frames[i]);
    }
    // A window may be shorter than a hop.
    assertThat(Stft.of(8000).hop(0.1).frames(2000)).isEqualTo(3);
  }

  @Test
  void aShortRecordingIsFilledWithZeros() {
    Recording noise = TestRecordings.noise(120, 8000, 5);
    float[] filled = Arrays.copyOf(noise.samples(), 200);
    assertThat(spectra(Stft.of(8000), noise).get(0))
        .isEqualTo(spectra(Stft.of(8000), new Recording(filled, 8000)).get(0));
  }

  @Test
  void refusesSettingsThatCannotBe() {
    assertThatThrownBy(() -> Stft.of(0)).hasMessageContaining("a rate from 1000 to 768000");
    assertThatThrownBy(() -> Stft.of(8000).window(0)).hasMessageContaining("window in seconds");
    assertThatThrownBy(() -> Stft.of(8000).window(Double.NaN)).hasMessageContaining("window");
    assertThatThrownBy(() -> Stft.of(8000).window(25)).hasMessageContaining("window in samples");
    assertThatThrownBy(() -> Stft.of(8000).hop(1e-6)).hasMessageContaining("hop in samples");
    assertThatThrownBy(() -> Stft.of(8000).size(199))
        .hasMessageContaining("an even number from the window's 200 samples");
    assertThatThrownBy(() -> Stft.of(8000).size(201)).hasMessageContaining("an even number");
    assertThatThrownBy(() -> Stft.of(8000).size(0)).hasMessageContaining("size of the transform");
  }

  @Test
  void refusesRecordingsOfAnotherRate() {
    assertThatThrownBy(() -> LogSpectrogram.of(Stft.of(16_000)).of(TestRecordings.speech()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "recording: expected 16000 samples a second, received 8000;"
                + " pass recording.resampled(16000)");
  }
}
