package org.dsd4j.internal;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks of arguments whose messages always say what was expected, what was received and what to
 * do.
 *
 * <p>Not part of the public API.
 */
public final class Check {
  /** Up to here a double is exact for each whole number. */
  private static final double MOST_EXACT = 0x1p53;

  private Check() {}

  /**
   * Throws unless {@code condition} holds.
   *
   * @param condition what must hold
   * @param subject the parameter or object that is checked, by its name for users
   * @param expected the accepted values
   * @param received the value received
   * @param remedy the remedy, a phrase in the imperative
   * @throws IllegalArgumentException if the condition does not hold
   */
  public static void argument(
      boolean condition,
      String subject,
      @Nullable Object expected,
      @Nullable Object received,
      String remedy) {
    if (!condition) {
      throw new IllegalArgumentException(message(subject, expected, received, remedy));
    }
  }

  /** Builds an error message in this library's form. */
  public static String message(
      String subject, @Nullable Object expected, @Nullable Object received, String remedy) {
    return String.format(
        Locale.ROOT, "%s: expected %s, received %s; %s", subject, expected, received, remedy);
  }

  /** Throws if a builder's setting was given before or is null; returns the new value. */
  public static <T> T once(String setting, @Nullable Object current, T value) {
    argument(
        current == null, setting, "to be given once", "a second time", "remove one of the calls");
    return given(setting, value);
  }

  /** Throws if {@code value} is null, which callers without a null checker can pass; returns it. */
  public static <T> T given(String subject, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(
          message(subject, "a value", "null", "pass one, or leave the call out"));
    }
    return value;
  }

  /** Throws unless {@code value} is at least 1; returns it. */
  public static int positive(String subject, int value) {
    argument(value >= 1, subject, "a whole number of at least 1", value, "pass a positive number");
    return value;
  }

  /** Throws unless {@code value} is at least 0; returns it. */
  public static int notNegative(String subject, int value) {
    argument(value >= 0, subject, "a whole number of at least 0", value, "pass 0 or more");
    return value;
  }

  /** Throws unless {@code value} is neither infinite nor NaN; returns it. */
  public static double finite(String subject, double value) {
    argument(Double.isFinite(value), subject, "a finite number", value, "pass a finite one");
    return value;
  }

  /** Throws unless {@code value} is a finite number above 0; returns it. */
  public static double positive(String subject, double value) {
    argument(
        value > 0 && Double.isFinite(value),
        subject,
        "a number above 0",
        value,
        "pass one above 0");
    return value;
  }

  /** Throws unless {@code value} is a finite number of at least 0; returns it. */
  public static double notNegative(String subject, double value) {
    argument(
        value >= 0 && Double.isFinite(value),
        subject,
        "a number of at least 0",
        value,
        "pass 0 or more");
    return value;
  }

  /**
   * Throws unless {@code value}, such as a momentum, is in [0, 1); returns it.
   *
   * @param usual a usual value, for the message
   */
  public static double coefficient(String subject, double value, double usual) {
    argument(
        value >= 0 && value < 1, subject, "a number in [0, 1)", value, "pass one such as " + usual);
    return value;
  }

  /** Throws unless {@code value}, a fraction, is in [0, 1); returns it. */
  public static double fraction(String subject, double value) {
    argument(
        value >= 0 && value < 1,
        subject,
        "a fraction in [0, 1)",
        value,
        "write 30 percent as " + String.format(Locale.ROOT, "%.2f", 0.3));
    return value;
  }

  /**
   * Counts that were written as numbers.
   *
   * @param expected how many there have to be
   * @throws IllegalArgumentException if there are others, or one is no whole number of at least 0
   */
  public static long[] counts(String subject, int expected, double... numbers) {
    argument(
        numbers.length == expected
            && Arrays.stream(numbers).allMatch(n -> n >= 0 && n <= MOST_EXACT && n == Math.rint(n)),
        subject,
        expected + " whole numbers of at least 0",
        Arrays.toString(numbers),
        "pass what one of the same kind has written");
    return Arrays.stream(numbers).mapToLong(n -> (long) n).toArray();
  }
}
