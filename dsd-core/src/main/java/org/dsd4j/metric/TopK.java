package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.support.WantedProbabilities;
import org.dsd4j.tensor.Shape;

/**
 * The fraction of rows whose label is among the k largest outputs, in [0, 1]. Of equal outputs, the
 * one of the lower class number ranks higher. If targets are probabilities of the classes, the most
 * probable class is the label. {@link Dataset#NO_TARGET} is ignored.
 */
public class TopK implements Metric {
  private final int k;
  private final OptionalInt ignoredLabel;

  /** The fraction of rows whose label is among the {@code k} largest outputs. */
  public TopK(int k) {
    this(k, OptionalInt.empty());
  }

  TopK(int k, OptionalInt ignoredLabel) {
    this.k = Check.positive("k", k);
    this.ignoredLabel = ignoredLabel;
  }

  @Override
  public String name() {
    return "top-" + k + " accuracy";
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public void checkTarget(Shape output, Values target) {
    checkClasses(output);
    if (!WantedProbabilities.areProbabilities(output, target.shape())) {
      Check.argument(
          target.array().length == output.rows(),
          "target for " + name(),
          "a class number for each of the " + output.rows() + " rows of the output " + output,
          target.shape(),
          "give every row a class number, or probabilities of the output's shape");
      for (float label : target.array()) {
        check(label, output.last());
      }
    }
  }

  private void checkClasses(Shape output) {
    Check.argument(
        output.last() > 1,
        name(),
        "outputs of at least two classes",
        output,
        "give the network an output for each class, or measure something else");
  }

  private void check(float label, int classes) {
    Check.argument(
        isIgnored((int) label) || (label == (int) label && label >= 0 && label < classes),
        "label for " + name(),
        "a class number from 0 to " + (classes - 1),
        label == (int) label ? (Object) (int) label : (Object) label,
        "repair the labels, or leave one out by Accuracy.ignoringLabel");
  }

  private boolean isIgnored(int label) {
    return label == Dataset.NO_TARGET
        || (ignoredLabel.isPresent() && label == ignoredLabel.getAsInt());
  }

  @Override
  public Running start() {
    return new Count();
  }

  private final class Count implements Running {
    private long hits;
    private long rows;

    @Override
    public void add(Shape shape, float[] output, float[] target) {
      checkClasses(shape);
      int classes = shape.last();
      int batchRows = Math.toIntExact(shape.rows());
      boolean soft = target.length == batchRows * classes;
      for (int row = 0; row < batchRows; row++) {
        int label = soft ? mostProbable(target, row, classes) : label(target[row], classes);
        if (isIgnored(label)) {
          continue;
        }
        rows++;
        if (rank(output, row * classes, classes, label) < k) {
          hits++;
        }
      }
    }

    private int label(float target, int classes) {
      check(target, classes);
      return (int) target;
    }

    /**
     * The most probable class of a row; {@link Dataset#NO_TARGET} for padding, which has no target
     * for any class.
     */
    private static int mostProbable(float[] target, int row, int classes) {
      int from = row * classes;
      int label = largest(target, from, classes);
      for (int i = from; i < from + classes; i++) {
        if (target[i] != Dataset.NO_TARGET) {
          return label;
        }
      }
      return Dataset.NO_TARGET;
    }

    private static int largest(float[] values, int from, int count) {
      int largest = 0;
      for (int i = 1; i < count; i++) {
        largest = values[from + i] > values[from + largest] ? i : largest;
      }
      return largest;
    }

    private int rank(float[] output, int from, int classes, int label) {
      float own = output[from + label];
      int larger = 0;
      for (int c = 0; c < classes; c++) {
        float other = output[from + c];
        // This comparison never counts a label whose output is NaN as found.
        if (!(other < own || (other == own && c >= label))) {
          larger++;
        }
      }
      return Float.isNaN(own) ? classes : larger;
    }

    @Override
    public void merge(Running other) {
      Count count = Running.checked(Count.class, other);
      Check.argument(
          count.metric().equals(metric()),
          "evaluation to merge",
          "one of " + metric(),
          count.metric(),
          "merge evaluations of one metric");
      hits += count.hits;
      rows += count.rows;
    }

    private String metric() {
      return name() + (ignoredLabel.isEmpty() ? "" : ", ignoring " + ignoredLabel.getAsInt());
    }

    @Override
    public double value() {
      if (rows == 0) {
        throw new IllegalStateException(name() + " of nothing: add a batch first");
      }
      return (double) hits / rows;
    }
  }
}
