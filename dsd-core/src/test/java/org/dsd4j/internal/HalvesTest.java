package org.dsd4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HalvesTest {
  private static double valueOfFloat16(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1 + fraction / 1024.0, exponent - 15);
    return bits < 0x8000 ? magnitude : -magnitude;
  }

  @Test
  void everyHalfIsWidenedExactlyAndComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float wide = Halves.fromFloat16(half);
      if ((bits & 0x7C00) != 0x7C00) {
        assertThat((double) wide).isEqualTo(valueOfFloat16(bits));
        assertThat(Halves.toFloat16(wide)).isEqualTo(half);
      } else {
        assertThat(Float.isNaN(wide)).isEqualTo((bits & 0x3FF) != 0);
        assertThat(Float.isNaN(Halves.fromFloat16(Halves.toFloat16(wide))))
            .isEqualTo(Float.isNaN(wide));
      }
    }
  }

  @Test
  void everyBfloat16IsWidenedExactlyAndComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float wide = Halves.fromBfloat16((short) bits);
      assertThat(Float.floatToRawIntBits(wide)).isEqualTo(bits << 16);
      if (!Float.isNaN(wide)) {
        assertThat(Halves.toBfloat16(wide)).isEqualTo((short) bits);
      }
    }
    assertThat(Float.isNaN(Halves.fromBfloat16(Halves.toBfloat16(Float.NaN)))).isTrue();
  }

  @Test
  void infinitiesAndOverflow() {
    assertThat(Halves.toFloat16(65519.99f)).isEqualTo((short) 0x7BFF);
    assertThat(Halves.toFloat16(65520)).isEqualTo((short) 0x7C00);
    assertThat(Halves.toFloat16(-1e30f)).isEqualTo((short) 0xFC00);
    assertThat(Halves.fromFloat16((short) 0xFC00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Halves.toBfloat16(Float.MAX_VALUE)).isEqualTo((short) 0x7F80);
    assertThat(Halves.toFloat16(-0.0f)).isEqualTo((short) 0x8000);
  }

  @Property(tries = 20_000)
  void roundsToTheNearestAndTiesToEven(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    if (!(Math.abs(value) < 65504)) {
      return;
    }
    int half = Short.toUnsignedInt(Halves.toFloat16(value));
    double error = Math.abs(valueOfFloat16(half) - value);
    for (int neighbour : new int[] {half - 1, half + 1}) {
      if (neighbour >= 0 && neighbour < 1 << 16 && (neighbour & 0x7C00) != 0x7C00) {
        double other = Math.abs(valueOfFloat16(neighbour) - value);
        assertThat(error < other || (error == other && half % 2 == 0)).isTrue();
      }
    }
  }
}
