package org.dsd4j.metric;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * Counts how often each class was predicted for each class. Mutable: add batches, then read the
 * counts.
 */
public final class ConfusionMatrix {
  private final long[][] counts;

  /** An empty matrix for this many classes. */
  public ConfusionMatrix(int classes) {
    Check.positive("classes", classes);
    counts = new long[classes][classes];
  }

  /**
   * Adds one batch of outputs [N, ..., classes] and labels, both row-major; {@link
   * Dataset#NO_TARGET} is ignored.
   */
  public void add(Shape outputShape, float[] output, float[] target) {
    int classes = outputShape.last();
    Check.argument(
        classes == counts.length,
        "outputs",
        counts.length + " classes",
        classes,
        "build the matrix for as many classes as the network has outputs");
    Check.argument(
        target.length == outputShape.rows(),
        "labels",
        "one for each of " + outputShape.rows() + " rows",
        target.length,
        "pass class numbers, not probabilities");
    for (int row = 0; row < target.length; row++) {
      int largest = 0;
      for (int c = 1; c < classes; c++) {
        if (output[row * classes + c] > output[row * classes + largest]) {
          largest = c;
        }
      }
      if (target[row] != Dataset.NO_TARGET) {
        counts[label(target[row])][largest]++;
      }
    }
  }

  /**
   * Takes all rows that another one took.
   *
   * @throws IllegalArgumentException if that is one of more or fewer classes
   */
  public void add(ConfusionMatrix other) {
    Check.argument(
        counts.length == other.counts.length,
        "confusion matrix",
        "another one for " + counts.length + " classes",
        other.counts.length,
        "add up matrices of one network");
    for (int label = 0; label < counts.length; label++) {
      for (int predicted = 0; predicted < counts.length; predicted++) {
        counts[label][predicted] += other.counts[label][predicted];
      }
    }
  }

  private int label(float target) {
    Check.argument(
        target == (int) target && target >= 0 && target < counts.length,
        "label",
        "a class number from 0 to " + (counts.length - 1),
        target,
        "leave out rows with other labels");
    return (int) target;
  }

  /** The number of rows of class {@code label} that were predicted as class {@code predicted}. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /**
   * The fraction of rows of this class that were predicted correctly; NaN if there was no such row.
   */
  public double recall(int label) {
    long all = 0;
    for (long count : counts[label]) {
      all += count;
    }
    return (double) counts[label][label] / all;
  }

  /**
   * The fraction of rows predicted as this class that belong to it; NaN if there was no such row.
   */
  public double precision(int label) {
    long all = 0;
    for (long[] row : counts) {
      all += row[label];
    }
    return (double) counts[label][label] / all;
  }

  /** A table with a row for each class and a column for each prediction. */
  public String table(List<String> classNames) {
    Check.argument(
        classNames.size() == counts.length,
        "class names",
        counts.length,
        classNames.size(),
        "pass a name for each class");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < counts.length; i++) {
      text.append(String.format(Locale.ROOT, "%-14s", classNames.get(i)));
      for (long count : counts[i]) {
        text.append(String.format(Locale.ROOT, "%6d", count));
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  /** The table with the classes' numbers. */
  @Override
  public String toString() {
    return table(IntStream.range(0, counts.length).mapToObj(Integer::toString).toList());
  }
}
