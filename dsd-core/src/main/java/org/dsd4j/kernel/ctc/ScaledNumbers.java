package org.dsd4j.kernel.ctc;

/**
 * Numbers of at least 0 of any magnitude: mantissa · 2^(512·exponent), the mantissa being 0 or,
 * once normalised, from 2^−256 to 2^256 ("X-numbers", Fukushima, Journal of Geodesy 86, 2012).
 *
 * <p>Neither a logarithm for every sum nor one scale for a whole frame: products of hundreds of
 * probabilities leave the range of doubles, and the states of one frame may be further apart than
 * that range is wide. Exponents of neighbours are nearly always equal, and then a sum is plain.
 */
final class ScaledNumbers {
  /** The natural logarithm of the step from one exponent to the next. */
  static final double LOG_RADIX = 512 * Math.log(2);

  /** The exponent of 0: below that of every product, so that it never decides a sum's. */
  static final int ZERO = Integer.MIN_VALUE / 2;

  private static final double RADIX = 0x1p512;
  private static final double LEAST = 0x1p-256;
  private static final double MOST = 0x1p256;

  private double[] mantissas = new double[0];
  private int[] exponents = new int[0];

  /** Makes room; earlier contents are lost. */
  void reserve(int size) {
    if (mantissas.length < size) {
      mantissas = new double[size];
      exponents = new int[size];
    }
  }

  /** The mantissas, for loops. */
  double[] mantissas() {
    return mantissas;
  }

  /** The exponents, for loops. */
  int[] exponents() {
    return exponents;
  }

  void set(int at, double mantissa, int exponent) {
    mantissas[at] = mantissa;
    exponents[at] = mantissa == 0 ? ZERO : exponent;
  }

  /** Sets {@code count} numbers to the same value. */
  void fill(int from, int count, double mantissa) {
    for (int at = from; at < from + count; at++) {
      set(at, mantissa, 0);
    }
  }

  /** The natural logarithm of a number; negative infinity of 0. */
  double logarithm(int at) {
    return mantissas[at] == 0
        ? Double.NEGATIVE_INFINITY
        : Math.log(mantissas[at]) + exponents[at] * LOG_RADIX;
  }

  /** Whether a mantissa is within its bounds. */
  static boolean isNormal(double mantissa) {
    return mantissa >= LEAST && mantissa < MOST;
  }

  /** Brings a number, whose mantissa is 0 or from 2^−768 to 2^768, within the bounds. */
  void normalize(int at) {
    double mantissa = mantissas[at];
    if (mantissa == 0) {
      exponents[at] = ZERO;
    } else if (mantissa < LEAST) {
      mantissas[at] = mantissa * RADIX;
      exponents[at]--;
    } else if (mantissa >= MOST) {
      mantissas[at] = mantissa / RADIX;
      exponents[at]++;
    }
  }

  /** mantissa · 2^(512·shift), or 0 where that is below 2^−512 for any mantissa up to 2^512. */
  static double shifted(double mantissa, int shift) {
    return switch (shift) {
      case 1 -> mantissa * RADIX;
      case 0 -> mantissa;
      case -1 -> mantissa / RADIX;
      default -> 0;
    };
  }
}
