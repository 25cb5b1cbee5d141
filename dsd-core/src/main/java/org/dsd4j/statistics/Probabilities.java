package org.dsd4j.statistics;

import java.util.Locale;
import org.dsd4j.internal.Check;

/** Checks of probabilities, and their texts. */
final class Probabilities {
  private static final double SMALLEST_PLAIN = 0.001;
  private static final int MOST_DIGITS = 17;

  private Probabilities() {}

  static void check(String subject, double... values) {
    for (int i = 0; i < values.length; i++) {
      Check.argument(
          values[i] >= 0 && values[i] <= 1,
          subject + ", value " + i,
          "a probability from 0 to 1",
          values[i],
          "pass the p of a test");
    }
  }

  /**
   * A p as it is written: {@code 0.45}, {@code 0.031}, {@code 4e-11}. Rounding never carries it
   * over the {@linkplain Verdict#ALPHA level of verdicts}.
   */
  static String text(double p) {
    if (p == 0 || p == 1) {
      return p == 0 ? "0" : "1";
    }
    if (p < SMALLEST_PLAIN) {
      return String.format(Locale.ROOT, "%.0e", p).replace("e-0", "e-");
    }
    String text = "";
    for (int digits = 2; digits <= MOST_DIGITS; digits++) {
      text = String.format(Locale.ROOT, "%." + digits + "g", p);
      if ((Double.parseDouble(text) < Verdict.ALPHA) == (p < Verdict.ALPHA)) {
        break;
      }
    }
    return text;
  }
}
