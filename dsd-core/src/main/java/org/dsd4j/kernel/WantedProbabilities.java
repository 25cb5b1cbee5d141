package org.dsd4j.kernel;

import java.util.Arrays;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * What a cross-entropy wants the probabilities of each row of logits to be: for a class number 1 at
 * the class, for probabilities themselves; after smoothing, and times the class weights.
 */
public final class WantedProbabilities {
  private final CrossEntropy settings;
  private final double[] weights;
  private final int rows;
  private final int classes;
  private final boolean soft;
  private final float[] targets;

  /**
   * What is wanted of these logits.
   *
   * @param logits [rows..., classes]
   * @param targets class numbers [rows...], or probabilities of the logits' shape
   * @throws ShapeException if the targets are neither
   */
  public WantedProbabilities(CrossEntropy settings, Shape logits, Tensor targets) {
    this.settings = settings;
    this.rows = Math.toIntExact(logits.rows());
    this.classes = logits.last();
    this.weights = new double[classes];
    for (int c = 0; c < classes; c++) {
      weights[c] = settings.classWeights().isEmpty() ? 1 : settings.classWeights().get(c);
    }
    this.soft = areProbabilities(logits, targets.shape());
    this.targets = targets.toFloats();
    if (!soft && this.targets.length != rows) {
      throw new ShapeException(
          "targets of cross-entropy",
          rows + " class numbers or probabilities " + logits,
          targets.shape(),
          "give as many classes as the network has outputs");
    }
  }

  /** Whether targets for logits are probabilities; class numbers if not. */
  public static boolean areProbabilities(Shape logits, Shape targets) {
    return logits.last() > 1 && targets.equals(logits);
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** What the sum over rows is divided by: the labels' weights, or the number of soft rows. */
  public double totalWeight() {
    if (soft) {
      return rows;
    }
    double total = 0;
    for (float label : targets) {
      total += isIgnored((int) label) ? 0 : weights[(int) label];
    }
    return total;
  }

  /**
   * Computes what is wanted of one row.
   *
   * @param wanted takes a value for each class, all 0 for a row that is ignored
   * @return whether the row counts
   */
  public boolean row(int row, double[] wanted) {
    double spread = settings.smoothing() / classes;
    double kept = 1 - settings.smoothing();
    if (!soft && isIgnored((int) targets[row])) {
      Arrays.fill(wanted, 0);
      return false;
    }
    for (int c = 0; c < classes; c++) {
      double target = soft ? targets[row * classes + c] : c == (int) targets[row] ? 1 : 0;
      wanted[c] = (spread + kept * target) * weights[c];
    }
    return true;
  }

  private boolean isIgnored(int label) {
    return settings.ignoredLabel() != null && label == settings.ignoredLabel();
  }
}
