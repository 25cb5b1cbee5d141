package org.dsd4j.internal;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers in their shortest readable form. */
public final class Numerals {
  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double LARGEST_PLAIN = 1e15;

  private static final Pattern WITH_EXPONENT = Pattern.compile("(?<![\\w.])\\d\\.\\d+E-?\\d+\\b");

  private Numerals() {}

  /** A text with {@code 3.0E-4} and other such numbers in it written as {@code 0.0003}. */
  public static String plain(String text) {
    return WITH_EXPONENT
        .matcher(text)
        .replaceAll(number -> text(Double.parseDouble(number.group())));
  }

  /**
   * The shortest text that reads back as this number: {@code 0.0003}, {@code 20}, {@code 1e-8}.
   * Numbers that are not finite are {@code NaN} and {@code Infinity}.
   */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN)) {
      BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
      return size == 0 ? "0" : shortest.toPlainString();
    }
    return Double.toString(value).replace(".0E", "e").replace("E", "e");
  }
}
