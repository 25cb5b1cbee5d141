package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Losses that need more than an expression on elements. */
public interface LossKernels {
  /**
   * Softmax with cross-entropy; its mean is over the labels' class weights, or over the rows where
   * the targets are probabilities. Rows of steps beyond a sequence's length do not count, whatever
   * they and their targets hold; their gradient is 0.
   *
   * @param settings smoothing, class weights, the label to skip
   * @param logits [rows..., classes]
   * @param lengths how many steps of each sequence in logits [N, T, ..., classes] are real; logits
   *     of fewer dimensions have no steps
   * @param targets [rows...], class numbers from 0 as floating-point values, or [rows..., classes],
   *     probabilities
   * @param gradient where {@code factor} times the gradient of the mean with respect to the logits
   *     goes, 0 where the labels' weights are 0 in all; null for none
   * @param factor the loss's weight in the whole objective
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
   * @param smoothing the share of the target that is spread over all classes, in [0, 1)
   * @param classWeights one for each class, or none where all weigh the same
   * @param ignoredLabel the label whose rows do not count, or null; probabilities have none
   */
  record CrossEntropy(
      double smoothing, List<Double> classWeights, @Nullable Integer ignoredLabel) {}

  /**
   * Connectionist temporal classification (Graves et al. 2006): for each sequence −ln of the
   * probability that frames have a sequence of labels, summed over all alignments. A target without
   * an alignment, as one that needs more frames than there are, counts 0 and has no gradient.
   *
   * @param settings the blank, what follows labels, and how sequences are weighed
   * @param logits [N, T, classes]
   * @param lengths how many frames of each sequence are real; the gradient of others is 0
   * @param targets [N, L], class numbers but the blank's as floating-point values, then padding; or
   *     [N] of one label each
   * @param gradient where {@code factor} times the gradient of the mean with respect to the logits
   *     goes; null for none
   * @param factor the loss's weight in the whole objective
   * @return the loss, not multiplied by the factor; its mean is over sequences
   * @throws IllegalArgumentException if shapes do not fit, or a target is no sequence of labels
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
   * @param padding what follows the labels of a target; no class number
   * @param byLength whether each sequence's loss is divided by its number of labels, if it has any
   */
  record Ctc(int blank, int padding, boolean byLength) {
    /**
     * Fails unless the blank is one of so many classes.
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
