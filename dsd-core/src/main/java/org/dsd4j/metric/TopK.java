package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * The share of rows whose label is among the k largest outputs, as a fraction. Among equal outputs
 * the lower class number counts as larger. Where targets are probabilities of the classes, the most
 * probable one is the label.
 */
public class TopK implements Metric {
  private final int k;
  private final OptionalInt ignoredLabel;

  /** The share of rows whose label is among the {@code k} largest outputs. */
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
  public Evaluation start() {
    return new Count();
  }

  private final class Count implements Evaluation {
    private long hits;
    private long rows;

    @Override
    public void add(Shape shape, float[] output, float[] target) {
      int classes = shape.last();
      int batchRows = Math.toIntExact(shape.rows());
      boolean soft = target.length == batchRows * classes;
      for (int row = 0; row < batchRows; row++) {
        int label = soft ? largest(target, row * classes, classes) : (int) target[row];
        if (ignoredLabel.isPresent() && label == ignoredLabel.getAsInt()) {
          continue;
        }
        rows++;
        if (rank(output, row * classes, classes, label) < k) {
          hits++;
        }
      }
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
        // Written so that a label whose output is not a number never counts as found.
        if (!(other < own || (other == own && c >= label))) {
          larger++;
        }
      }
      return Float.isNaN(own) ? classes : larger;
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
