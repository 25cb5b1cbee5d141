package org.dsd4j.loss;

import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The distance of outputs from targets as one number to minimise: a mean over elements, steps,
 * sequences or the weights of labels, as each loss defines.
 *
 * <p>The divisor of the mean is the {@linkplain LossSum#weight weight} over the whole batch, so
 * that a batch may be computed in parts, on several machines, say. Sums and weights of parts add up
 * to those of the whole; and where each part is evaluated with its {@linkplain LossSum#shareOf
 * share} of the whole's weight as a factor, the gradients of parameters add up to that of the
 * whole. How much a part weighs does not depend on outputs.
 *
 * <p>Immutable; a loss keeps no state between calls.
 */
public interface Loss {
  /** A short name for tables. */
  String name();

  /**
   * Checks that one sample's target fits an output.
   *
   * @param output the shape of the output for one sample
   * @param target the target
   * @throws IllegalArgumentException if its shape or values do not fit; the message has the reason
   */
  void checkTarget(Shape output, Values target);

  /** Whether outputs must be logits: the loss applies softmax or sigmoid itself. */
  default boolean readsLogits() {
    return false;
  }

  /**
   * Whether a target that {@link #checkTarget} accepts contributes to the loss. A target whose
   * labels are all ignored does not.
   */
  default boolean counts(Shape output, Values target) {
    return true;
  }

  /**
   * Computes the loss of a batch and, if requested, its gradient.
   *
   * @param kernels the kernels in use
   * @param output the network's output, [N, ...]
   * @param target the targets
   * @param gradient receives {@code factor} times the gradient of the batch's mean; 0 if nothing
   *     contributes; null if not requested
   * @param factor the loss's weight in the objective
   * @return the loss, not multiplied by the factor, as a sum and its weight, both of which add up
   *     over batches
   */
  LossSum evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor);

  /**
   * Computes the loss of sequences of different lengths, [N, T, ...], padded to one extent. Steps
   * beyond a length do not contribute, and their gradient is 0. Losses that ignore the targets of
   * padding anyway need not override this.
   *
   * @param lengths the number of real steps of each output
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
