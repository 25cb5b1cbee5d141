package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * The mean over rows of Σ (p − y)² over the classes, p being the softmax of the logits and y 1 for
 * the label and 0 for others, or the target's probabilities; in [0, 2], lower is better (Brier
 * 1950: Verification of forecasts expressed in terms of probability). It is small only where
 * predictions are right and as sure as they are right. Labels are as for {@link Accuracy}.
 */
public final class BrierScore implements Metric {
  private final boolean ofProbabilities;

  /** The score of logits. */
  public BrierScore() {
    this(false);
  }

  private BrierScore(boolean ofProbabilities) {
    this.ofProbabilities = ofProbabilities;
  }

  /** The same of outputs that are probabilities already, such as those of a softmax layer. */
  public BrierScore ofProbabilities() {
    return new BrierScore(true);
  }

  @Override
  public String name() {
    return "Brier score";
  }

  @Override
  public boolean higherIsBetter() {
    return false;
  }

  @Override
  public void checkTarget(Shape output, Values target) {
    labels().checkTarget(output, target);
  }

  private RowLabels labels() {
    return new RowLabels(name(), OptionalInt.empty());
  }

  @Override
  public Running start() {
    return new Mean();
  }

  private final class Mean implements Running {
    private double sum;
    private long rows;

    @Override
    public void add(Shape shape, float[] output, float[] target) {
      int classes = shape.last();
      boolean soft = RowLabels.isSoft(shape, target);
      int[] labels = labels().of(shape, target);
      for (int row = 0; row < labels.length; row++) {
        if (labels[row] == Dataset.NO_TARGET) {
          continue;
        }
        rows++;
        int from = row * classes;
        double[] probabilities =
            ofProbabilities
                ? OutputRows.probabilities(name(), output, from, classes)
                : OutputRows.softmax(output, from, classes);
        for (int c = 0; c < classes; c++) {
          double wanted = soft ? target[from + c] : c == labels[row] ? 1 : 0;
          double difference = probabilities[c] - wanted;
          sum += difference * difference;
        }
      }
    }

    private boolean ofProbabilities() {
      return ofProbabilities;
    }

    @Override
    public void merge(Running other) {
      Mean mean = Running.checked(Mean.class, other);
      Check.argument(
          mean.ofProbabilities() == ofProbabilities,
          "evaluation to merge",
          "one of the same outputs, logits or probabilities",
          "one of the other",
          "merge evaluations of one metric");
      sum += mean.sum;
      rows += mean.rows;
    }

    @Override
    public double[] toNumbers() {
      return new double[] {rows, sum};
    }

    @Override
    public void merge(double... numbers) {
      Check.argument(
          numbers.length == 2,
          "numbers of " + name(),
          "rows and their sum",
          numbers.length,
          "pass those of an evaluation of the same metric");
      rows += Check.counts("rows of " + name(), 1, numbers[0])[0];
      sum += numbers[1];
    }

    @Override
    public double value() {
      if (rows == 0) {
        throw new IllegalStateException(name() + " of nothing: add a batch first");
      }
      return sum / rows;
    }
  }

  @Override
  public String toString() {
    return name() + (ofProbabilities ? ", of probabilities" : "");
  }
}
