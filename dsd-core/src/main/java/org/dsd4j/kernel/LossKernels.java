package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Losses that cannot be stated as an elementwise expression. */
public interface LossKernels {
  /**
   * Softmax with cross-entropy, averaged by the labels' class weights, or over the rows if the
   * targets are probabilities. Rows of steps beyond a sequence's length are ignored, with any
   * values and targets; their gradient is 0.
   *
   * @param settings smoothing, class weights, the label to ignore
   * @param logits [rows..., classes]
   * @param lengths the number of real steps of each sequence in logits [N, T, ..., classes]; logits
   *     of fewer dimensions have no steps
   * @param targets [rows...], class numbers from 0 as floating-point values, or [rows..., classes],
   *     probabilities
   * @param gradient receives {@code factor} times the gradient of the mean with respect to the
   *     logits, 0 if the sum of the labels' weights is 0; null if not requested
   * @param factor the loss's weight in the objective
   * @return the loss, not multiplied by the factor
   */
  LossSum softmaxCrossEntropy(
      CrossEntropy settings,
      Tensor logits,
      Lengths lengths,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor);

  /**
   * The settings of a cross-entropy.
   *
   * @param smoothing the fraction of the target that is distributed over all classes, in [0, 1)
   * @param classWeights one for each class, or none if all are equal
   * @param ignoredLabel the label whose rows are ignored, or null; unused for probabilities
   */
  record CrossEntropy(
      double smoothing, List<Double> classWeights, @Nullable Integer ignoredLabel) {}

  /**
   * Connectionist temporal classification (Graves et al. 2006): for each sequence, −ln of the
   * probability of its labels, summed over all alignments. A target without an alignment, because
   * it needs more frames than there are, has the loss 0 and no gradient.
   *
   * @param settings the blank, the padding of targets, and the weighting of sequences
   * @param logits [N, T, classes]
   * @param lengths the number of real frames of each sequence; the gradient of others is 0
   * @param targets [N, L], class numbers other than the blank's as floating-point values, then
   *     padding; or [N] with one label each
   * @param gradient receives {@code factor} times the gradient of the mean with respect to the
   *     logits; null if not requested
   * @param factor the loss's weight in the objective
   * @return the loss, not multiplied by the factor; its mean is over sequences
   * @throws IllegalArgumentException if shapes do not fit, or a target is not a sequence of labels
   */
  LossSum ctc(
      Ctc settings,
      Tensor logits,
      Lengths lengths,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor);

  /**
   * The settings of a connectionist temporal classification.
   *
   * @param blank the class of frames that have no label
   * @param padding the value that follows the labels of a target; not a class number
   * @param byLength whether each sequence's loss is divided by its number of labels, if it has any
   */
  record Ctc(int blank, int padding, boolean byLength) {
    /**
     * Throws unless the blank is one of this many classes.
     *
     * @throws IllegalArgumentException if it is not
     */
    public void checkClasses(int classes) {
      Check.argument(
          blank < classes,
          "blank of CTC",
          "a class number from 0 to " + (classes - 1),
          blank,
          "name the network's output that stands for no label");
    }
  }
}
