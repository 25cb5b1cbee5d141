package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
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
    labels().checkTarget(output, target);
  }

  private RowLabels labels() {
    return new RowLabels(name(), ignoredLabel);
  }

  @Override
  public Running start() {
    return new Count();
  }

  @Override
  public String toString() {
    return name() + (ignoredLabel.isEmpty() ? "" : ", ignoring label " + ignoredLabel.getAsInt());
  }

  private final class Count implements Running {
    private long hits;
    private long rows;

    @Override
    public double[] toNumbers() {
      return new double[] {hits, rows};
    }

    @Override
    public void merge(double... numbers) {
      long[] counts = Check.counts("hits and rows of " + name(), 2, numbers);
      hits += counts[0];
      rows += counts[1];
    }

    private String metric() {
      return TopK.this.toString();
    }

    @Override
    public void add(Shape shape, float[] output, float[] target) {
      int classes = shape.last();
      int[] labels = labels().of(shape, target);
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] != Dataset.NO_TARGET) {
          rows++;
          hits += rank(output, row * classes, classes, labels[row]) < k ? 1 : 0;
        }
      }
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

    @Override
    public double value() {
      if (rows == 0) {
        throw new IllegalStateException(name() + " of nothing: add a batch first");
      }
      return (double) hits / rows;
    }
  }
}
