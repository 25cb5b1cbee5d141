package org.dsd4j.loss;

import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How far an output is from its target, as one number to make small: a mean over what the loss says
 * that it counts, such as elements, steps or the weights of labels.
 *
 * <p>Immutable; a loss keeps no state between calls.
 */
public interface Loss {
  /** A short name for tables. */
  String name();

  /**
   * Checks that one sample's target suits an output.
   *
   * @param output the shape of the output for one sample
   * @param target the target
   * @throws IllegalArgumentException if its shape or values do not fit; the message says how
   */
  void checkTarget(Shape output, Values target);

  /**
   * Whether outputs are to be logits, of which the loss takes the softmax or the sigmoid itself.
   */
  default boolean readsLogits() {
    return false;
  }

  /**
   * Whether a target that {@link #checkTarget} accepts counts at all. One whose labels are all
   * ignored does not.
   */
  default boolean counts(Shape output, Values target) {
    return true;
  }

  /**
   * Computes the loss of a batch and, where wanted, its gradient.
   *
   * @param kernels what computes
   * @param output the network's output, [N, ...]
   * @param target the targets
   * @param gradient where {@code factor} times the gradient of the batch's mean goes, 0 where
   *     nothing counts; null for none
   * @param factor the loss's weight in the whole objective
   * @return the loss, not multiplied by the factor: a sum that adds up over batches, and its weight
   */
  LossSum evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor);

  /**
   * The same for sequences of different lengths, [N, T, ...], padded to one extent. What lies
   * beyond a length counts for nothing, and its gradient is 0. Losses that need no lengths for
   * that, since they ignore the targets of padding, leave this as it is.
   *
   * @param lengths how many steps of each output are real
   */
  default LossSum evaluate(
      Kernels kernels,
      Tensor output,
      Lengths lengths,
      Tensor target,
      @Nullable Tensor gradient,
      double factor) {
    return evaluate(kernels, output, target, gradient, factor);
  }

  /** The name and the settings, for tables and provenance. */
  @Override
  String toString();
}
