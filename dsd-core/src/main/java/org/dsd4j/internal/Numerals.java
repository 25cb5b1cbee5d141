package org.dsd4j.internal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers in their shortest readable form, the same in every locale. */
public final class Numerals {
  private static final double SMALLEST_PLAIN = 1e-6;
  private static final double LARGEST_PLAIN = 1e15;
  private static final MathContext FOUR_DIGITS = new MathContext(4);

  private Numerals() {}

  /**
   * The shortest text that reads back as this number: {@code 0.0003}, {@code 20}, {@code 1e-8}.
   * Numbers that are not finite are {@code NaN} and {@code Infinity}.
   */
  public static String text(double value) {
    return text(value, Double.toString(value));
  }

  /** The shortest text that reads back as this number of 32 bits: {@code 0.485}. */
  public static String text(float value) {
    return text(value, Float.toString(value));
  }

  private static String text(double value, String digits) {
    if (!Double.isFinite(value)) {
      return digits;
    }
    double size = Math.abs(value);
    if (size == 0 || (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN)) {
      BigDecimal shortest = new BigDecimal(digits).stripTrailingZeros();
      return size == 0 ? "0" : shortest.toPlainString();
    }
    return digits.replace(".0E", "e").replace("E", "e");
  }

  /** Numbers with commas between them. */
  public static String list(Collection<? extends Number> values) {
    return values.stream()
        .map(each -> each instanceof Float ? text((float) each) : text(each.doubleValue()))
        .collect(Collectors.joining(", "));
  }

  /** A measured number with four digits at most: {@code 0.9312}, {@code 1.31}. */
  public static String rounded(double value) {
    return Double.isFinite(value)
        ? text(new BigDecimal(Double.toString(value)).round(FOUR_DIGITS).doubleValue())
        : Double.toString(value);
  }

  /** A part of a whole: {@code 12.5%}. */
  public static String percent(double fraction) {
    return rounded(100 * fraction) + "%";
  }

  /** How many there are of what has a plural on s: {@code 1 epoch}, {@code 1,000 steps}. */
  public static String counted(long count, String thing) {
    return counted(count, thing, thing + "s");
  }

  /** How many there are: {@code 1 batch}, {@code 2 batches}. */
  public static String counted(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  /** A length of time: {@code 90 s}, {@code 1 min}, {@code 2 h 30 min}, {@code 0.25 s}. */
  public static String duration(Duration time) {
    if (time.toSeconds() % 60 != 0 || time.getNano() != 0 || time.isZero()) {
      BigDecimal seconds = BigDecimal.valueOf(time.getNano(), 9);
      return text(seconds.add(BigDecimal.valueOf(time.getSeconds())).doubleValue()) + " s";
    }
    String hours = time.toHours() == 0 ? "" : time.toHours() + " h";
    String minutes = time.toMinutesPart() == 0 ? "" : time.toMinutesPart() + " min";
    return hours + (hours.isEmpty() || minutes.isEmpty() ? "" : " ") + minutes;
  }
}
