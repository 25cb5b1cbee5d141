package org.dsd4j.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The mean and deviation of a sample of numbers, such as the accuracies of several seeds.
 *
 * @param count the number of values
 * @param mean their mean
 * @param deviation the standard deviation of the population as the sample lets estimate it, with
 *     divisor n − 1; empty for one number
 */
public record Summary(int count, double mean, OptionalDouble deviation) {
  private static final double LARGEST = 1e100;

  /** Checks that there is a deviation if it can be estimated. */
  public Summary {
    Check.positive("count", count);
    Check.finite("mean", mean);
    Check.argument(
        deviation.isPresent() ? count > 1 && deviation.getAsDouble() >= 0 : count == 1,
        "deviation",
        "a number of at least 0 for two values or more, none for one",
        deviation,
        "let Summary.of compute it");
  }

  /**
   * Summarises numbers.
   *
   * @param values at least one
   * @throws IllegalArgumentException if there is none, or one is not finite or beyond ±1e100
   */
  public static Summary of(double... values) {
    checkValues("sample", values);
    double least = StatUtils.min(values);
    double largest = StatUtils.max(values);
    if (least == largest) {
      // A rounded mean would leave a deviation that is not there.
      OptionalDouble none = values.length == 1 ? OptionalDouble.empty() : OptionalDouble.of(0);
      return new Summary(values.length, least, none);
    }
    // By a power of two, so that no digit changes and no square is lost below the smallest double.
    int exponent = Math.getExponent(Math.max(Math.abs(least), Math.abs(largest)));
    double[] scaled = Arrays.stream(values).map(x -> Math.scalb(x, -exponent)).toArray();
    double mean = StatUtils.mean(scaled);
    double deviation = Math.sqrt(StatUtils.variance(scaled, mean));
    return new Summary(
        values.length,
        Math.scalb(mean, exponent),
        OptionalDouble.of(Math.scalb(deviation, exponent)));
  }

  static void checkValues(String subject, double... values) {
    Check.argument(values.length > 0, subject, "at least one value", "none", "pass some");
    for (int i = 0; i < values.length; i++) {
      Check.argument(
          Math.abs(values[i]) <= LARGEST,
          subject + ", value " + i,
          "a finite number within ±1e100",
          values[i],
          "leave out runs that failed, in pairs, and say how many they were");
    }
  }

  /**
   * The confidence interval of the mean by Student's t: mean ± t · deviation / √n with n − 1
   * degrees of freedom. It supposes independent values that are roughly normally distributed.
   *
   * @param level the level of confidence, such as 0.95
   * @return the interval; empty for one value, which says nothing about its spread; of width 0 if
   *     all values are equal
   * @throws IllegalArgumentException if the level is not between 0 and 1
   */
  public Optional<ConfidenceInterval> interval(double level) {
    ConfidenceInterval.checkLevel(level);
    if (count == 1) {
      return Optional.empty();
    }
    double half = new StudentT(count - 1).quantile(1 - level) * standardError();
    return Optional.of(new ConfidenceInterval(mean - half, mean + half, level));
  }

  /**
   * The confidence interval of the mean at the {@linkplain ConfidenceInterval#LEVEL usual level}.
   */
  public Optional<ConfidenceInterval> interval() {
    return interval(ConfidenceInterval.LEVEL);
  }

  private double standardError() {
    return deviation.orElseThrow() / Math.sqrt(count);
  }

  /**
   * Student's t of the mean against 0.
   *
   * @return the test; empty for one value
   */
  Optional<PairedT> againstZero() {
    if (count == 1) {
      return Optional.empty();
    }
    // 0 / 0 is no number, but nothing is farther from a difference than values that are all 0.
    double t = mean == 0 ? 0 : mean / standardError();
    return Optional.of(new PairedT(t, count - 1, new StudentT(count - 1).bothTails(t)));
  }

  /** Mean and standard deviation: {@code 0.9312 ± 0.004 of 5 values}. */
  @Override
  public String toString() {
    return Numerals.rounded(mean)
        + (deviation.isPresent() ? " ± " + Numerals.rounded(deviation.getAsDouble()) : "")
        + " of "
        + Numerals.counted(count, "value");
  }
}
