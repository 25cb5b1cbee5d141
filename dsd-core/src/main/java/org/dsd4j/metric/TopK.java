package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * The share of rows whose label is among the k largest outputs, as a fraction. Among equal outputs
 * the lower class number counts as larger.
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
      for (int row = 0; row < target.length; row++) {
        int label = (int) target[row];
        if (ignoredLabel.isPresent() && label == ignoredLabel.getAsInt()) {
          continue;
        }
        rows++;
        if (rank(output, row * classes, classes, label) < k) {
          hits++;
        }
      }
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
