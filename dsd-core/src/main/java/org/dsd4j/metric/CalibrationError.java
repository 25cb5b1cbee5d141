package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * How far confidence is from accuracy (expected calibration error, Guo et al. 2017: On calibration
 * of modern neural networks). The confidence of a row is the probability of its most probable
 * class, and of a calibrated network, 80 % of the rows with a confidence of 80 % are right.
 * OutputRows fall into bins of equal width by their confidence; the error is the mean over rows of
 * |accuracy − confidence| of their bins, in [0, 1]; lower is better.
 *
 * <p>Outputs are logits, of which it takes the softmax itself. Labels are as for {@link Accuracy}.
 * For a reliability diagram, read the {@linkplain Reliability#bins bins}:
 *
 * <pre>{@code
 * CalibrationError error = new CalibrationError();
 * Reliability reliability = error.start();
 * Evaluator.of(network).predict(test, batch -> batch.addTo(error, reliability));
 * reliability.bins().forEach(bin -> ...);
 * }</pre>
 */
public final class CalibrationError implements Metric {
  private static final int USUAL_BINS = 15;

  private final int bins;
  private final boolean ofProbabilities;
  private final boolean maximum;

  /** The expected calibration error of logits in 15 bins. */
  public CalibrationError() {
    this(USUAL_BINS, false, false);
  }

  private CalibrationError(int bins, boolean ofProbabilities, boolean maximum) {
    this.bins = Check.positive("bins of the calibration error", bins);
    this.ofProbabilities = ofProbabilities;
    this.maximum = maximum;
  }

  /** The same in so many bins, at least 1. */
  public CalibrationError bins(int count) {
    return new CalibrationError(count, ofProbabilities, maximum);
  }

  /** The same of outputs that are probabilities already, such as those of a softmax layer. */
  public CalibrationError ofProbabilities() {
    return new CalibrationError(bins, true, maximum);
  }

  /** The largest error of a bin in place of the mean (maximum calibration error). */
  public CalibrationError maximum() {
    return new CalibrationError(bins, ofProbabilities, true);
  }

  @Override
  public String name() {
    return maximum ? "maximum calibration error" : "calibration error";
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
  public Reliability start() {
    return new Reliability(this, bins);
  }

  boolean isMaximum() {
    return maximum;
  }

  /** Adds each row that has a label. */
  void add(Shape shape, float[] output, float[] target, Reliability reliability) {
    int classes = shape.last();
    int[] labels = labels().of(shape, target);
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] != Dataset.NO_TARGET) {
        int from = row * classes;
        int predicted = OutputRows.largest(output, from, classes);
        reliability.add(confidence(output, from, classes), predicted == labels[row]);
      }
    }
  }

  private double confidence(float[] output, int from, int classes) {
    double[] probabilities =
        ofProbabilities
            ? OutputRows.probabilities(name(), output, from, classes)
            : OutputRows.softmax(output, from, classes);
    return probabilities[OutputRows.largest(output, from, classes)];
  }

  @Override
  public String toString() {
    return name() + ", " + bins + " bins" + (ofProbabilities ? ", of probabilities" : "");
  }
}
