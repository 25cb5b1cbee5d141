package org.dsd4j.kernel.support;

import java.util.Arrays;
import java.util.BitSet;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * The target probabilities of a cross-entropy for each row of logits: 1 at a class number, or the
 * given probabilities; after smoothing, and times the class weights. Rows that are padding do not
 * count.
 */
public final class WantedProbabilities {
  /** The rank of logits with steps, [N, T, classes]. */
  private static final int LEAST_RANK_OF_SEQUENCES = 3;

  private final CrossEntropy settings;
  private final double[] weights;
  private final int rows;
  private final int classes;
  private final Lengths lengths;
  private final BitSet padding;
  private final boolean soft;
  private final float[] targets;

  /**
   * The target probabilities for these logits.
   *
   * @param logits [rows..., classes]
   * @param lengths how many steps of each sequence are real, if the logits have steps
   * @param targets class numbers [rows...], or probabilities of the logits' shape
   * @throws ShapeException if the targets are neither
   */
  public WantedProbabilities(CrossEntropy settings, Shape logits, Lengths lengths, Tensor targets) {
    this.settings = settings;
    this.rows = Math.toIntExact(logits.rows());
    this.classes = logits.last();
    this.weights = new double[classes];
    for (int c = 0; c < classes; c++) {
      weights[c] = settings.classWeights().isEmpty() ? 1 : settings.classWeights().get(c);
    }
    this.lengths = logits.rank() < LEAST_RANK_OF_SEQUENCES ? Lengths.whole() : lengths;
    this.padding = padding(logits, this.lengths);
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

  /** The rows of steps that are not real. */
  private static BitSet padding(Shape logits, Lengths lengths) {
    BitSet padding = new BitSet();
    if (!lengths.isWhole()) {
      int samples = logits.extent(0);
      int extent = logits.extent(1);
      int[] steps = lengths.checked(samples, extent).toArray(samples, extent);
      int rowsOfSequence = Math.toIntExact(logits.rows() / samples);
      for (int sample = 0; sample < samples; sample++) {
        int start = sample * rowsOfSequence;
        padding.set(start + steps[sample] * (rowsOfSequence / extent), start + rowsOfSequence);
      }
    }
    return padding;
  }

  /** Whether targets for logits are probabilities, not class numbers. */
  public static boolean areProbabilities(Shape logits, Shape targets) {
    return logits.last() > 1 && targets.equals(logits);
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The lengths of the sequences; whole for logits without steps. */
  public Lengths lengths() {
    return lengths;
  }

  /**
   * The divisor of the sum over rows: the sum of the labels' weights, or the number of rows of
   * probabilities.
   */
  public double totalWeight() {
    if (soft) {
      return rows - padding.cardinality();
    }
    double total = 0;
    for (int row = 0; row < rows; row++) {
      total += counts(row) ? weights[(int) targets[row]] : 0;
    }
    return total;
  }

  /**
   * Computes the target probabilities of one row.
   *
   * @param wanted receives a value for each class, all 0 for a row that does not count
   * @return whether the row counts
   */
  public boolean row(int row, double[] wanted) {
    double spread = settings.smoothing() / classes;
    double kept = 1 - settings.smoothing();
    if (!counts(row)) {
      Arrays.fill(wanted, 0);
      return false;
    }
    for (int c = 0; c < classes; c++) {
      double target = soft ? targets[row * classes + c] : c == (int) targets[row] ? 1 : 0;
      wanted[c] = (spread + kept * target) * weights[c];
    }
    return true;
  }

  private boolean counts(int row) {
    return !padding.get(row) && (soft || !isIgnored((int) targets[row]));
  }

  private boolean isIgnored(int label) {
    return settings.ignoredLabel() != null && label == settings.ignoredLabel();
  }
}
