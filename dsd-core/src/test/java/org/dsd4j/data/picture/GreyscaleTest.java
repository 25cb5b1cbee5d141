package org.dsd4j.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.dsd4j.data.Sample;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class GreyscaleTest {
  private static Values grey(Shape shape, float... values) {
    Sample sample = new Sample(new Values(shape, values), Values.label(0));
    return new Greyscale().apply(sample, Seed.of(0).stream()).features();
  }

  @Test
  void weighsTheColoursAsTheEyeDoes() {
    Values grey = grey(Shape.of(2, 2, 3), 1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5f, 0.25f, 1);
    assertThat(grey.shape()).isEqualTo(Shape.of(2, 2, 1));
    assertThat(grey.array())
        .containsExactly(
            new float[] {0.299f, 0.587f, 0.114f, 0.1495f + 0.14675f + 0.114f}, within(1e-6f));
  }

  @Test
  void whatIsGreyAlreadyKeepsItsValue() {
    for (int value = 0; value < 256; value++) {
      float v = value / 255f;
      assertThat(grey(Shape.of(1, 1, 3), v, v, v).array()[0]).isCloseTo(v, within(1e-7f));
    }
  }

  @Test
  void refusesWhatHasNoColours() {
    assertThatThrownBy(() -> grey(Shape.of(2, 2, 1), 1, 2, 3, 4))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("greyscale: expected images [height, width, 3], received [2, 2, 1]");
    assertThatThrownBy(() -> grey(Shape.of(3), 1, 2, 3)).isInstanceOf(ShapeException.class);
  }
}
