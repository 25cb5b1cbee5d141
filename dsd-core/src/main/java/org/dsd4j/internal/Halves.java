package org.dsd4j.internal;

/**
 * The two 16-bit floating-point formats: IEEE 754's binary16 (5 bits of exponent, 11 of precision,
 * at most 65504) and bfloat16 (the exponent of single precision, 8 bits of precision). Conversion
 * to single precision is exact; conversion from it rounds to nearest, ties to even.
 *
 * <p>Not part of the public API.
 */
public final class Halves {
  private static final int MAGNITUDE = 0x7FFFFFFF;
  private static final int INFINITY = 0x7F800000;

  private static final int BFLOAT16_ROUNDING = 0x7FFF;
  private static final short BFLOAT16_NAN = 0x7FC0;

  /** The number of fraction bits that single precision has beyond binary16. */
  private static final int EXTRA_BITS = 13;

  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = 0x3FF;
  private static final int EXPONENTS = 0x1F;
  private static final int HALF_INFINITY = EXPONENTS << FRACTION_BITS;
  private static final int HALF_NAN = 0x7E00;

  /** The difference of the exponents' biases in single precision and binary16. */
  private static final int BIAS_DIFFERENCE = 112;

  private static final float SMALLEST_NORMAL = 0x1p-14f;
  private static final float SMALLEST_UNIT = 0x1p-24f;

  private Halves() {}

  /** The value of these bits. */
  public static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }

  /** The bits of the nearest value; NaN stays NaN. */
  public static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = (bits + BFLOAT16_ROUNDING + ((bits >>> Short.SIZE) & 1)) >>> Short.SIZE;
    return Float.isNaN(value) ? BFLOAT16_NAN : (short) rounded;
  }

  /** The value of these bits. */
  public static float fromFloat16(short bits) {
    int exponent = bits >>> FRACTION_BITS & EXPONENTS;
    int fraction = bits & FRACTION;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * SMALLEST_UNIT;
    } else if (exponent == EXPONENTS) {
      magnitude = Float.intBitsToFloat(INFINITY | fraction << EXTRA_BITS);
    } else {
      magnitude =
          Float.intBitsToFloat(
              (exponent + BIAS_DIFFERENCE) << (FRACTION_BITS + EXTRA_BITS)
                  | fraction << EXTRA_BITS);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** The bits of the nearest value, infinity from 65520 on; NaN stays NaN. */
  public static short toFloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> Short.SIZE & 0x8000;
    int magnitude = bits & MAGNITUDE;
    int half;
    if (magnitude > INFINITY) {
      half = HALF_NAN;
    } else if (Math.abs(value) < SMALLEST_NORMAL) {
      half = (int) Math.rint(Math.abs((double) value) / SMALLEST_UNIT);
    } else {
      int rounding = (1 << (EXTRA_BITS - 1)) - 1 + (magnitude >>> EXTRA_BITS & 1);
      int rounded = ((magnitude + rounding) >>> EXTRA_BITS) - (BIAS_DIFFERENCE << FRACTION_BITS);
      half = Math.min(rounded, HALF_INFINITY);
    }
    return (short) (sign | half);
  }
}
