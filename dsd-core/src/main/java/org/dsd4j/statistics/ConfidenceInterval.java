package org.dsd4j.statistics;

import java.math.BigDecimal;
import java.util.Locale;
import org.dsd4j.internal.Check;

/**
 * An interval that a procedure gives which covers the true value in a given share of all cases.
 *
 * @param low the lower end
 * @param high the upper end, not below the lower
 * @param level the share, such as 0.95
 */
public record ConfidenceInterval(double low, double high, double level) {
  /** The level that is usual, and that is taken where none is given. */
  public static final double LEVEL = 0.95;

  /** Checks the ends and the level. */
  public ConfidenceInterval {
    Check.argument(
        low <= high,
        "confidence interval",
        "a lower end that is not above the upper",
        low + " and " + high,
        "exchange them");
    checkLevel(level);
  }

  static double checkLevel(double level) {
    Check.argument(
        level > 0 && level < 1,
        "level of confidence",
        "a number between 0 and 1",
        level,
        "write 95 percent as 0.95");
    return level;
  }

  /** Whether a value lies within, or at an end. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** The interval of the values with the other sign. */
  public ConfidenceInterval negated() {
    // 0 − x, not −x: there is no negative zero then.
    return new ConfidenceInterval(0 - high, 0 - low, level);
  }

  /** For example {@code 95% [0.1240, 0.1400]}. */
  @Override
  public String toString() {
    String percent =
        BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString();
    return String.format(Locale.ROOT, "%s%% [%.4g, %.4g]", percent, low, high);
  }
}
