package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;

@InEveryLocale
class SpecAugmentTest {
  private static Values ones(int frames, int bands) {
    float[] array = new float[frames * bands];
    Arrays.fill(array, 1);
    return new Values(Shape.of(frames, bands), array);
  }

  /** How many whole bands are 0. */
  private static int maskedBands(Values values) {
    int bands = values.shape().last();
    int masked = 0;
    for (int f = 0; f < bands; f++) {
      float sum = 0;
      for (int i = f; i < values.array().length; i += bands) {
        sum += values.array()[i];
      }
      masked += sum == 0 ? 1 : 0;
    }
    return masked;
  }

  private static int maskedFrames(Values values) {
    int masked = 0;
    for (int t = 0; t < values.shape().extent(0); t++) {
      float[] frame = TestRecordings.frame(values, t);
      masked += Arrays.equals(frame, new float[frame.length]) ? 1 : 0;
    }
    return masked;
  }

  @Test
  void aMaskOfBandsHasEveryWidthAndPlace() {
    SpecAugment augment = SpecAugment.none().bands(1, 5);
    RandomGenerator random = Seed.of(1).stream();
    TreeSet<Integer> widths = new TreeSet<>();
    TreeSet<Integer> places = new TreeSet<>();
    for (int i = 0; i < 1000; i++) {
      Values masked = augment.apply(ones(3, 12), random);
      int width = maskedBands(masked);
      widths.add(width);
      float[] frame = TestRecordings.frame(masked, 0);
      for (int f = 0; f < 12; f++) {
        if (frame[f] == 0) {
          places.add(f);
        }
      }
      // One stretch: the rest is 1 up to its beginning and again from its end.
      assertThat(frame).containsOnly(width == 0 ? new float[] {1} : new float[] {0, 1});
      assertThat(TestRecordings.frame(masked, 2)).isEqualTo(frame);
    }
    assertThat(widths).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(places).hasSize(12);
  }

  @Test
  void aMaskOfTimeHasEveryLengthUpToItsShare() {
    SpecAugment augment = SpecAugment.none().time(1, 100).largestShare(0.2);
    RandomGenerator random = Seed.of(2).stream();
    TreeSet<Integer> lengths = new TreeSet<>();
    for (int i = 0; i < 500; i++) {
      Values masked = augment.apply(ones(20, 4), random);
      assertThat(maskedBands(masked)).isZero();
      lengths.add(maskedFrames(masked));
    }
    assertThat(lengths).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void thePapersPoliciesMaskAsMuch() {
    RandomGenerator random = Seed.of(3).stream();
    double bands = 0;
    int frames = 0;
    for (int i = 0; i < 300; i++) {
      Values masked = SpecAugment.libriSpeechDouble().apply(ones(1000, 80), random);
      bands += maskedBands(masked);
      frames = Math.max(frames, maskedFrames(masked));
      assertThat(maskedBands(masked)).isLessThanOrEqualTo(54);
      Values mild = SpecAugment.switchboardMild().apply(ones(50, 80), random);
      assertThat(maskedBands(mild)).isLessThanOrEqualTo(30);
      assertThat(maskedFrames(mild)).isLessThanOrEqualTo(20);
    }
    // Two masks of 13.5 on average, which overlap at times.
    assertThat(bands / 300).isBetween(21.0, 27.0);
    assertThat(frames).isBetween(150, 200);
  }

  @Property(tries = 300)
  void sequencesOfAnySizeAreMasked(
      @ForAll @IntRange(min = 1, max = 40) int frames,
      @ForAll @IntRange(min = 1, max = 40) int bands,
      @ForAll long seed) {
    Values whole = ones(frames, bands);
    Values masked = SpecAugment.libriSpeechDouble().apply(whole, Seed.of(seed).stream());
    assertThat(whole.array()).containsOnly(1);
    assertThat(masked.shape()).isEqualTo(whole.shape());
    Values again = SpecAugment.libriSpeechDouble().apply(whole, Seed.of(seed).stream());
    assertThat(again.array()).isEqualTo(masked.array());
  }

  @Test
  void changesTheFeaturesOfASample() {
    Sample sample = new Sample(ones(30, 40), Values.label(2));
    SpecAugment augment = SpecAugment.none().bands(2, 10).time(2, 10);
    Sample masked = augment.apply(sample, Seed.of(5).stream());
    assertThat(masked.target()).isEqualTo(sample.target());
    assertThat(masked.features().array()).contains(0f).contains(1f);
    Sample plain = SpecAugment.none().apply(sample, Seed.of(5).stream());
    assertThat(plain.features().array()).containsOnly(1);
  }

  @Test
  void refusesWhatCannotBe() {
    SpecAugment none = SpecAugment.none();
    assertThatThrownBy(() -> none.bands(-1, 5)).hasMessageContaining("masks of bands");
    assertThatThrownBy(() -> none.bands(1, -5)).hasMessageContaining("widest");
    assertThatThrownBy(() -> none.time(-1, 5)).hasMessageContaining("masks of time");
    assertThatThrownBy(() -> none.time(1, -5)).hasMessageContaining("longest");
    assertThatThrownBy(() -> none.largestShare(1.1)).hasMessageContaining("from 0 to 1");
    assertThatThrownBy(() -> none.largestShare(Double.NaN)).hasMessageContaining("from 0 to 1");
    Values image = new Values(Shape.of(2, 2, 3), new float[12]);
    assertThatThrownBy(() -> none.apply(image, Seed.of(1).stream()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("sequences [T, F]");
  }
}
