package org.dsd4j.kernel;

import java.util.List;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Losses that need more than an expression on elements. */
public interface LossKernels {
  /**
   * Softmax with cross-entropy, averaged over the labels' class weights, or over the rows where the
   * targets are probabilities.
   *
   * @param settings smoothing, class weights, the label to skip
   * @param logits [rows..., classes]
   * @param targets [rows...], class numbers from 0 as floating-point values, or [rows..., classes],
   *     probabilities
   * @param gradient where {@code factor} times the gradient of the logits goes; null for none
   * @param factor the loss's weight in the whole objective
   * @return the loss, not multiplied by the factor; 0 where every label is skipped
   */
  double softmaxCrossEntropy(
      CrossEntropy settings,
      Tensor logits,
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
  record CrossEntropy(double smoothing, List<Float> classWeights, @Nullable Integer ignoredLabel) {}
}
