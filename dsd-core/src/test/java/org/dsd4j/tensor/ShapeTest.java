package org.dsd4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private final Shape image = Shape.of(4, 5, 3);

  @Test
  void countsFromBothEnds() {
    assertThat(image.rank()).isEqualTo(3);
    assertThat(image.extent(0)).isEqualTo(4);
    assertThat(image.extent(-1)).isEqualTo(3);
    assertThat(image.extent(-3)).isEqualTo(4);
    assertThat(image.last()).isEqualTo(3);
    assertThat(image.elements()).isEqualTo(60);
    assertThat(image.rows()).isEqualTo(20);
    assertThat(Shape.of().elements()).isEqualTo(1);
  }

  @Test
  void elementsDoNotOverflow() {
    assertThat(Shape.of(1 << 20, 1 << 20).elements()).isEqualTo(1L << 40);
  }

  @Test
  void changesIntoOthers() {
    assertThat(image.batched(7)).isEqualTo(Shape.of(7, 4, 5, 3));
    assertThat(image.batched(7).unbatched()).isEqualTo(image);
    assertThat(image.withLast(9)).isEqualTo(Shape.of(4, 5, 9));
    assertThat(image.toLongs()).containsExactly(4, 5, 3);
    assertThat(Shape.of(new long[] {4, 5, 3})).isEqualTo(image).hasSameHashCodeAs(image);
    assertThat(image).hasToString("[4, 5, 3]").isNotEqualTo(Shape.of(4, 5)).isNotEqualTo("x");
  }

  @Test
  void doesNotChangeWithItsArray() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 9;
    assertThat(shape.extent(0)).isEqualTo(2);
  }

  @Test
  void refusesEmptyDimensions() {
    assertThatThrownBy(() -> Shape.of(3, 0)).hasMessageContaining("[3, 0]");
    assertThatThrownBy(() -> Shape.of(-1)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> image.batched(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anExceptionSaysWhere() {
    ShapeException exception = new ShapeException("input", "[3]", "[4]", "resize");
    assertThat(exception).hasMessage("input: expected [3], received [4]; resize");
    assertThat(exception.at("layer 'fc'"))
        .hasMessage("layer 'fc': input: expected [3], received [4]; resize")
        .hasCause(exception);
  }
}
