package org.dsd4j.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * How values of a metric are read: in which direction they are better, and in which unit their
 * differences are written.
 *
 * @param unit the unit of differences, such as {@code points}; empty for none
 * @param factor what values are multiplied by to be in that unit, above 0
 * @param higherIsBetter whether higher values are better
 */
public record Scale(String unit, double factor, boolean higherIsBetter) {
  private static final int MOST_DECIMALS = 12;

  /** Checks the factor. */
  public Scale {
    Check.given("unit", unit);
    Check.positive("factor", factor);
  }

  /** Fractions from 0 to 1, such as accuracies or error rates, whose differences are points. */
  public static Scale points(boolean higherIsBetter) {
    return new Scale("points", 100, higherIsBetter);
  }

  /** Values whose differences are written as they are, such as losses. */
  public static Scale plain(boolean higherIsBetter) {
    return new Scale("", 1, higherIsBetter);
  }

  /** The comparison in whose differences more is better. */
  PairedComparison gains(PairedComparison comparison) {
    return higherIsBetter ? comparison : comparison.swapped();
  }

  /**
   * A mean difference with its interval, such as {@code 13.2 points [12.4, 14.0]}, with as many
   * digits as the interval makes sense of.
   *
   * @param signed whether a plus is written
   */
  String text(PairedComparison comparison, boolean signed) {
    double mean = comparison.meanDifference() * factor;
    Optional<ConfidenceInterval> interval = comparison.interval();
    double spread = interval.map(at -> (at.high() - at.low()) / 2 * factor).orElse(0.0);
    int decimals = decimals(spread > 0 ? spread : Math.abs(mean) / 10);
    String plus = signed && mean > 0 ? "+" : "";
    String value = plus + rounded(mean, decimals) + (unit.isEmpty() ? "" : " " + unit);
    return interval
        .map(
            at ->
                "%s [%s, %s]"
                    .formatted(
                        value,
                        rounded(at.low() * factor, decimals),
                        rounded(at.high() * factor, decimals)))
        .orElse(value);
  }

  /** So many that the spread has one digit from 3 on, and two below. */
  private static int decimals(double spread) {
    double most = Math.min(MOST_DECIMALS, Math.ceil(-Math.log10(spread / 3)));
    return spread == 0 ? 0 : (int) Math.max(0, most);
  }

  /** Without a sign before 0, and the same in every locale. */
  private static String rounded(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  @Override
  public String toString() {
    return (unit.isBlank() ? "no unit" : unit)
        + " × "
        + Numerals.text(factor)
        + (higherIsBetter ? ", higher is better" : ", lower is better");
  }
}
