package org.dsd4j.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class FeatureNormalizationTest {
  private static Values values(int frames, int size, float... array) {
    return new Values(Shape.of(frames, size), array);
  }

  @Test
  void anUtteranceIsNormalisedByItself() {
    // Means 2 and 10, deviations 1 and 0.
    Values normalized = FeatureNormalization.perUtterance(values(2, 2, 1, 10, 3, 10));
    assertThat(normalized.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(normalized.array()).containsExactly(-1, 0, 1, 0);
  }

  @Test
  void aSpeakersUtterancesAreNormalisedTogether() {
    FeatureNormalization speaker =
        FeatureNormalization.of(List.of(values(1, 1, 0), values(3, 1, 2, 2, 4)));
    assertThat(speaker.means()).containsExactly(2f);
    assertThat(speaker.deviations().get(0)).isCloseTo((float) Math.sqrt(2), within(1e-6f));
    assertThat(speaker.apply(values(1, 1, 4)).array()[0])
        .isCloseTo((float) Math.sqrt(2), within(1e-6f));
    Sample sample = new Sample(values(1, 1, 0), Values.label(3));
    Sample changed = speaker.transform().apply(sample, Seed.of(1).stream());
    assertThat(changed.features().array()[0]).isCloseTo(-(float) Math.sqrt(2), within(1e-6f));
    assertThat(changed.target()).isEqualTo(sample.target());
  }

  @Property(tries = 200)
  void whatComesOutHasMeanZeroAndDeviationOne(
      @ForAll @IntRange(min = 2, max = 40) int frames,
      @ForAll @IntRange(min = 1, max = 5) int size,
      @ForAll @IntRange(min = -1000, max = 1000) int offset,
      @ForAll long seed) {
    double[] drawn = Numbers.normal(frames * size, seed);
    float[] array = new float[drawn.length];
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) (offset + drawn[i]);
    }
    float[] result = FeatureNormalization.perUtterance(values(frames, size, array)).array();
    for (int f = 0; f < size; f++) {
      double sum = 0;
      double squares = 0;
      for (int t = 0; t < frames; t++) {
        sum += result[t * size + f];
        squares += result[t * size + f] * (double) result[t * size + f];
      }
      assertThat(sum / frames).isCloseTo(0, within(0.02));
      assertThat(squares / frames).isCloseTo(1, within(0.02));
    }
  }

  @Test
  void whatNeverChangesBecomesZero() {
    for (float value : new float[] {0, -23.025851f, 1e30f}) {
      Values constant = values(3, 1, value, value, value);
      assertThat(FeatureNormalization.perUtterance(constant).array()).containsExactly(0, 0, 0);
    }
    assertThat(FeatureNormalization.perUtterance(values(1, 2, 5, 6)).array()).containsExactly(0, 0);
  }

  @Test
  void refusesWhatIsNoFeatures() {
    FeatureNormalization two = FeatureNormalization.of(List.of(values(1, 2, 1, 2)));
    Values three = values(1, 3, 1, 2, 3);
    assertThatThrownBy(() -> two.apply(three))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("frames of 2 features");
    assertThatThrownBy(() -> FeatureNormalization.of(List.of(values(1, 2, 1, 2), three)))
        .isInstanceOf(ShapeException.class);
    for (Shape shape : List.of(Shape.of(), Shape.of(1), Shape.of(1, 1, 1))) {
      Values other = new Values(shape, new float[1]);
      assertThatThrownBy(() -> FeatureNormalization.perUtterance(other))
          .isInstanceOf(ShapeException.class);
    }
    assertThatThrownBy(() -> FeatureNormalization.of(List.of()))
        .hasMessageContaining("utterances: expected at least one");
  }

  @Test
  void refusesNumbersThatCannotBe() {
    assertThatThrownBy(() -> new FeatureNormalization(List.of(), List.of()))
        .hasMessageContaining("as many means as deviations, at least one");
    assertThatThrownBy(() -> new FeatureNormalization(List.of(1f), List.of(1f, 2f)))
        .hasMessageContaining("1 and 2");
    assertThatThrownBy(() -> new FeatureNormalization(List.of(Float.NaN), List.of(1f)))
        .hasMessageContaining("mean of feature 0");
    assertThatThrownBy(() -> new FeatureNormalization(List.of(1f), List.of(Float.NaN)))
        .hasMessageContaining("deviation of feature 0");
  }
}
