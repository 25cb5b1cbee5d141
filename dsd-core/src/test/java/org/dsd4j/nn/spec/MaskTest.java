package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.junit.jupiter.api.Test;

class MaskTest {
  private static final Shape SHAPE = Shape.of(2, 3);

  private static BitSet bits(int... indices) {
    BitSet bits = new BitSet();
    for (int index : indices) {
      bits.set(index);
    }
    return bits;
  }

  @Test
  void keepsWhatIsSet() {
    Mask mask = Mask.of(SHAPE, bits(0, 4, 5));
    assertThat(mask.keeps(0)).isTrue();
    assertThat(mask.keeps(1)).isFalse();
    assertThat(mask.keptCount()).isEqualTo(3);
    assertThat(mask.size()).isEqualTo(6);
    assertThat(mask.sparsity()).isEqualTo(0.5);
    assertThat(mask.shape()).isEqualTo(SHAPE);
    assertThat(mask.toFloats()).containsExactly(1, 0, 0, 0, 1, 1);
    assertThat(mask).hasToString("3 of 6 kept");
  }

  @Test
  void knowsAllAndNothing() {
    assertThat(Mask.of(SHAPE, bits()).sparsity()).isEqualTo(1);
    assertThat(Mask.of(SHAPE, bits(0, 1, 2, 3, 4, 5)).sparsity()).isZero();
  }

  @Test
  void doesNotChangeWithItsBits() {
    BitSet bits = bits(1);
    Mask mask = Mask.of(SHAPE, bits);
    bits.set(2);
    mask.toFloats()[3] = 1;
    assertThat(mask.keptCount()).isEqualTo(1);
    assertThat(mask.keeps(2)).isFalse();
    assertThat(mask.keeps(3)).isFalse();
  }

  @Test
  void equalsByShapeAndBits() {
    Mask mask = Mask.of(SHAPE, bits(1));
    assertThat(mask).isEqualTo(Mask.of(SHAPE, bits(1))).hasSameHashCodeAs(Mask.of(SHAPE, bits(1)));
    assertThat(mask).isNotEqualTo(Mask.of(SHAPE, bits(2)));
    assertThat(mask).isNotEqualTo(Mask.of(Shape.of(3, 2), bits(1)));
  }

  @Test
  void refusesIndicesOutside() {
    assertThatThrownBy(() -> Mask.of(SHAPE, bits(6)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]")
        .hasMessageContaining("received 6");
  }
}
