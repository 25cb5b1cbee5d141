package org.dsd4j.examples.study.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Numbers as the page's data have them: rounded, so that the page stays small. */
final class ShownNumbers {
  private static final MathContext DIGITS = new MathContext(5);

  private ShownNumbers() {}

  /**
   * Five digits of the value; null for one that is no number or infinite, which JSON cannot say.
   */
  static @Nullable Double of(double value) {
    return Double.isFinite(value)
        ? (Double) new BigDecimal(value).round(DIGITS).doubleValue()
        : null;
  }

  static @Nullable Double of(OptionalDouble value) {
    return value.isPresent() ? of(value.getAsDouble()) : null;
  }
}
