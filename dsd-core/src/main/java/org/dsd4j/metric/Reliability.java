package org.dsd4j.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;

/** An evaluation of a {@link CalibrationError} that is on, and its bins. For one thread. */
public final class Reliability implements Metric.Running {
  private final CalibrationError metric;
  private final long[] rows;
  private final long[] right;
  private final double[] confidence;

  Reliability(CalibrationError metric, int bins) {
    this.metric = metric;
    this.rows = new long[bins];
    this.right = new long[bins];
    this.confidence = new double[bins];
  }

  /**
   * Rows of similar confidence.
   *
   * @param from the confidence above which they lie
   * @param to the confidence up to which they lie
   * @param rows how many there are
   * @param confidence their mean confidence
   * @param accuracy the share of them that is right
   */
  public record Bin(double from, double to, long rows, double confidence, double accuracy) {
    /** For example {@code 0.9 to 1: 120 rows, confidence 0.95, accuracy 0.91}. */
    @Override
    public String toString() {
      return "%s to %s: %s, confidence %s, accuracy %s"
          .formatted(
              Numerals.rounded(from),
              Numerals.rounded(to),
              Numerals.counted(rows, "row"),
              Numerals.rounded(confidence),
              Numerals.rounded(accuracy));
    }

    /** How far confidence is from accuracy. */
    public double error() {
      return Math.abs(accuracy - confidence);
    }
  }

  @Override
  public void add(Shape outputShape, float[] output, float[] target) {
    metric.add(outputShape, output, target, this);
  }

  void add(double sure, boolean isRight) {
    int bin = (int) Math.ceil(sure * rows.length) - 1;
    bin = Math.max(0, Math.min(rows.length - 1, bin));
    rows[bin]++;
    right[bin] += isRight ? 1 : 0;
    confidence[bin] += sure;
  }

  @Override
  public void merge(Metric.Running other) {
    Reliability reliability = Metric.Running.checked(Reliability.class, other);
    Check.argument(
        reliability.metric.toString().equals(metric.toString()),
        "evaluation to merge",
        "one of " + metric,
        reliability.metric,
        "merge evaluations of one metric");
    for (int i = 0; i < rows.length; i++) {
      rows[i] += reliability.rows[i];
      right[i] += reliability.right[i];
      confidence[i] += reliability.confidence[i];
    }
  }

  /** For each bin the rows, those that are right, and the sum of their confidences. */
  @Override
  public double[] toNumbers() {
    double[] numbers = new double[3 * rows.length];
    for (int i = 0; i < rows.length; i++) {
      numbers[i] = rows[i];
      numbers[rows.length + i] = right[i];
      numbers[2 * rows.length + i] = confidence[i];
    }
    return numbers;
  }

  @Override
  public void merge(double... numbers) {
    int bins = rows.length;
    Check.argument(
        numbers.length == 3 * bins,
        "numbers of " + metric,
        3 * bins,
        numbers.length,
        "pass those of an evaluation of the same metric");
    long[] counts = Check.counts("rows of " + metric, 2 * bins, Arrays.copyOf(numbers, 2 * bins));
    for (int i = 0; i < bins; i++) {
      rows[i] += counts[i];
      right[i] += counts[bins + i];
      confidence[i] += numbers[2 * bins + i];
    }
  }

  /** The bins that have rows, from the lowest confidence up; a reliability diagram shows them. */
  public List<Bin> bins() {
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] > 0) {
        double from = (double) i / rows.length;
        double to = (double) (i + 1) / rows.length;
        double accuracy = (double) right[i] / rows[i];
        bins.add(new Bin(from, to, rows[i], confidence[i] / rows[i], accuracy));
      }
    }
    return bins;
  }

  /**
   * The error; NaN if an output was.
   *
   * @throws IllegalStateException if no row with a label was added
   */
  @Override
  public double value() {
    List<Bin> bins = bins();
    if (bins.isEmpty()) {
      throw new IllegalStateException(metric.name() + " of nothing: add a batch first");
    }
    double largest = 0;
    double sum = 0;
    long all = 0;
    for (Bin bin : bins) {
      largest = Math.max(largest, bin.error());
      sum += bin.rows() * bin.error();
      all += bin.rows();
    }
    return metric.isMaximum() ? largest : sum / all;
  }
}
