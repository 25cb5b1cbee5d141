package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against sines, whose values at any rate are known. */
class ResamplingTest {
  private static final String RATES =
      """
      8000, 16000
      16000, 8000
      11127, 16000
      11127, 8000
      44100, 16000
      48000, 16000
      22050, 8000
      16000, 44100
      8000, 11127
      """;

  /** Far enough from both ends for the window to lie within the recording. */
  private static int margin(int from, int to) {
    return (int) Math.ceil(64.0 * to / Math.min(from, to)) + 1;
  }

  @ParameterizedTest
  @CsvSource(textBlock = RATES)
  void aSineStaysThatSine(int from, int to) {
    for (double share : new double[] {0.01, 0.3, 0.9}) {
      double hertz = share * Math.min(from, to) / 2;
      float[] resampled = TestRecordings.sine(hertz, from, 0.1).resampled(to).samples();
      float[] expected = TestRecordings.sine(hertz, to, 0.1).samples();
      for (int i = margin(from, to); i < expected.length - margin(from, to); i++) {
        assertThat(resampled[i]).as("%s Hz, %d", hertz, i).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"16000, 8000", "11127, 8000", "44100, 16000", "48000, 16000"})
  void whatTheLowerRateCannotHoldIsGone(int from, int to) {
    double nyquist = to / 2.0;
    for (double hertz : new double[] {1.01 * nyquist, 1.2 * nyquist, 0.49 * from}) {
      Recording sine = TestRecordings.sine(hertz, from, 0.1);
      float[] resampled = sine.resampled(to).samples();
      int margin = margin(from, to);
      for (int i = margin; i < resampled.length - margin; i++) {
        // 80 dB below a sine of one half.
        assertThat(Math.abs(resampled[i])).as("%s Hz, %d", hertz, i).isLessThan(0.5e-4f);
      }
    }
  }

  @Test
  void aConstantStaysConstant() {
    float[] ones = new float[2000];
    Arrays.fill(ones, 1);
    float[] resampled = new Recording(ones, 11_127).resampled(16_000).samples();
    for (int i = 100; i < resampled.length - 100; i++) {
      assertThat(resampled[i]).isCloseTo(1, within(2e-4f));
    }
  }

  @Test
  void thereAndBackIsWhatItWas() {
    // Speech has next to nothing above 0.92 of 4 kHz.
    Recording speech = TestRecordings.speech();
    Recording back = speech.resampled(22_050).resampled(8000);
    assertThat(back.samples()).hasSameSizeAs(speech.samples());
    float[] rest = new float[speech.samples().length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = back.samples()[i] - speech.samples()[i];
    }
    double ratio = TestRecordings.power(speech.samples()) / TestRecordings.power(rest);
    assertThat(10 * Math.log10(ratio)).isGreaterThan(40);
  }

  @Test
  void theSameRateIsTheSameRecording() {
    Recording speech = TestRecordings.speech();
    assertThat(speech.resampled(8000)).isSameAs(speech);
  }

  @Test
  void ratesOutOfRangeAreRefused() {
    Recording speech = TestRecordings.speech();
    for (int rate : new int[] {-1, 0, 999, 768_001}) {
      assertThatThrownBy(() -> speech.resampled(rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a rate from 1000 to 768000, received " + rate);
    }
  }

  @Property(tries = 300)
  void anyRateBecomesAnyOther(
      @ForAll @IntRange(min = 1000, max = 768_000) int from,
      @ForAll @IntRange(min = 1000, max = 100_000) int to,
      @ForAll @IntRange(min = 1, max = 50) int samples) {
    Recording resampled = TestRecordings.noise(samples, from, 1).resampled(to);
    long length = ((long) samples * to + from - 1) / from;
    assertThat(resampled.samples()).hasSize((int) length);
    assertThat(resampled.rate()).isEqualTo(to);
  }
}
