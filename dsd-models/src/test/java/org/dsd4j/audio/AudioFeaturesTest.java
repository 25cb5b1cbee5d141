package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.audio.file.AudioFile;
import org.dsd4j.audio.file.WavFile;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

class AudioFeaturesTest {
  private static final Stft STFT = Stft.of(8000);

  private static final List<AudioFeatures> ALL =
      List.of(
          LogSpectrogram.of(STFT),
          LogMel.of(STFT, 23),
          LogMel.of(STFT, 23).scale(MelScale.SLANEY),
          Mfcc.of(LogMel.of(STFT, 23), 13),
          LogMel.of(STFT, 23).withDeltas(),
          Mfcc.of(LogMel.of(STFT, 23), 13).withDeltas().normalized());

  /** Features that are known beforehand. */
  private record Given(Values values) implements AudioFeatures {
    @Override
    public int rate() {
      return 8000;
    }

    @Override
    public int size() {
      return values.shape().last();
    }

    @Override
    public int frames(int samples) {
      return values.shape().extent(0);
    }

    @Override
    public Values of(Recording recording) {
      return values;
    }
  }

  @Test
  void everyRecordingHasFiniteFeatures() {
    float[] loudest = new float[1000];
    Arrays.fill(loudest, Float.MAX_VALUE);
    for (AudioFeatures features : ALL) {
      for (Recording recording :
          List.of(
              TestRecordings.silence(1000, 8000),
              TestRecordings.silence(1, 8000),
              TestRecordings.noise(1, 8000, 1),
              TestRecordings.noise(201, 8000, 1),
              new Recording(loudest, 8000))) {
        Values values = features.of(recording);
        int frames = features.frames(recording.samples().length);
        assertThat(values.shape()).isEqualTo(Shape.of(frames, features.size()));
        for (float value : values.array()) {
          assertThat(value).as("%s", features).isFinite();
        }
      }
    }
  }

  @Test
  void silenceIsTheFloor() {
    float floor = (float) Math.log(1e-10);
    assertThat(LogMel.of(STFT, 23).of(TestRecordings.silence(500, 8000)).array())
        .containsOnly(floor);
    float[] cepstrum =
        Mfcc.of(LogMel.of(STFT, 23), 3).of(TestRecordings.silence(200, 8000)).array();
    assertThat(cepstrum)
        .containsExactly(new float[] {(float) (Math.sqrt(23) * floor), 0, 0}, within(1e-4f));
    assertThat(LogMel.of(STFT, 23).normalized().of(TestRecordings.silence(500, 8000)).array())
        .containsOnly(0);
  }

  @Test
  void melIsThatOfItsInventors() {
    assertThat(MelScale.HTK.toMel(1000)).isCloseTo(1000, within(0.02));
    assertThat(MelScale.SLANEY.toMel(200)).isCloseTo(3, within(1e-9));
    assertThat(MelScale.SLANEY.toMel(1000)).isCloseTo(15, within(1e-9));
    assertThat(MelScale.SLANEY.toMel(6400)).isCloseTo(42, within(1e-9));
    for (MelScale scale : MelScale.values()) {
      for (double hertz : new double[] {0, 60, 999, 1000, 1001, 4000, 20_000}) {
        assertThat(scale.toHertz(scale.toMel(hertz))).isCloseTo(hertz, within(1e-8));
      }
    }
  }

  @Test
  void trianglesOverlapToOne() {
    MelFilters filters = MelFilters.of(STFT, MelScale.HTK, 20, 0, 4000);
    double middleOfFirst = MelScale.HTK.toHertz(MelScale.HTK.toMel(4000) / 21);
    double middleOfLast = MelScale.HTK.toHertz(MelScale.HTK.toMel(4000) * 20 / 21);
    for (int bin = 0; bin < STFT.bins(); bin++) {
      double[] power = new double[STFT.bins()];
      power[bin] = 1;
      double sum = IntStream.range(0, 20).mapToDouble(b -> filters.power(b, power)).sum();
      double hertz = bin * 31.25;
      if (hertz > middleOfFirst && hertz < middleOfLast) {
        assertThat(sum).isCloseTo(1, within(1e-12));
      } else {
        assertThat(sum).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void aToneIsInItsBand() {
    LogMel mel = LogMel.of(STFT, 23);
    double step = MelScale.HTK.toMel(4000) / 24;
    for (int band = 1; band < 23; band++) {
      double hertz = MelScale.HTK.toHertz((band + 1) * step);
      Values values = mel.of(TestRecordings.sine(hertz, 8000, 0.05));
      assertThat(TestRecordings.peak(TestRecordings.frame(values, 1))).isEqualTo(band);
    }
  }

  @Test
  void changesAreSlopes() {
    float[] ramp = new float[20];
    for (int t = 0; t < 10; t++) {
      ramp[2 * t] = 3 * t;
      ramp[2 * t + 1] = t * t;
    }
    Values values =
        new Given(new Values(Shape.of(10, 2), ramp))
            .withDeltas()
            .of(TestRecordings.silence(1, 8000));
    assertThat(values.shape()).isEqualTo(Shape.of(10, 6));
    // 3t has slope 3 and no second one; t² has slope 2t and then 2.
    assertThat(TestRecordings.frame(values, 5)).containsExactly(15, 25, 3, 10, 0, 2);
    // At the start frame 0 is repeated: (1 · 3 + 2 · 6) / 10.
    assertThat(TestRecordings.frame(values, 0)[2]).isCloseTo(1.5f, within(1e-6f));
  }

  @Test
  void refusesSettingsThatCannotBe() {
    assertThatThrownBy(() -> LogMel.of(STFT, 0)).hasMessageContaining("mel bands");
    assertThatThrownBy(() -> LogMel.of(STFT, 100))
        .hasMessageContaining("at least one bin of the spectrum in each")
        .hasMessageContaining("make fewer bands or a larger transform");
    assertThatThrownBy(() -> LogMel.of(STFT, 20).range(-1, 4000)).hasMessageContaining("lowest");
    assertThatThrownBy(() -> LogMel.of(STFT, 20).range(100, 4001)).hasMessageContaining("4000.0");
    assertThatThrownBy(() -> LogMel.of(STFT, 20).range(100, 100)).hasMessageContaining("highest");
    assertThatThrownBy(() -> Mfcc.of(LogMel.of(STFT, 20), 21)).hasMessageContaining("20");
    assertThatThrownBy(() -> Mfcc.of(LogMel.of(STFT, 20), 0)).hasMessageContaining("coefficients");
  }

  @Test
  void severalThreadsGetTheSame() {
    Recording noise = TestRecordings.noise(20_000, 8000, 4);
    for (AudioFeatures features : ALL) {
      float[] alone = features.of(noise).array();
      IntStream.range(0, 16)
          .parallel()
          .forEach(i -> assertThat(features.of(noise).array()).isEqualTo(alone));
    }
  }

  @Test
  void aLongRecordingTakesMemoryForItselfAndItsFeatures() {
    int samples = 5 * 60 * 8000;
    byte[] bytes = WavFile.encoded(TestRecordings.noise(samples, 8000, 1)).array();
    LogMel features = LogMel.of(STFT, 23);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    Recording recording = AudioFile.read("long.wav", bytes);
    long read = threads.getCurrentThreadAllocatedBytes();
    Values values = features.of(recording);
    long extracted = threads.getCurrentThreadAllocatedBytes();
    assertThat(read - before).isLessThan(4L * samples + 100_000);
    assertThat(extracted - read).isLessThan(4L * values.array().length + 100_000);
  }
}
