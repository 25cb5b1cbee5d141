package org.dsd4j.nn.spec;

import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The view that a layer has of one backward computation: everything of the forward one, and the
 * gradients; of values only those that it {@linkplain Layer#backwardReads() declares to read}. A
 * layer overwrites every requested gradient; the network sums over several users of an output.
 */
public interface BackwardPass extends Pass {
  /**
   * The gradient of the objective with respect to the output, before a {@linkplain
   * Pass#activation() function} that it ends with unless the layer {@linkplain
   * Fusing#FORWARD_AND_BACKWARD takes that over}. Must not be written.
   */
  Tensor outputGradient();

  /** The tensor for the gradient of input {@code index}, or null if it is not needed. */
  @Nullable Tensor inputGradient(int index);

  /** The tensor for the gradient of the only or first input, or null if it is not needed. */
  default @Nullable Tensor inputGradient() {
    return inputGradient(0);
  }

  /** The tensor for the gradient of a parameter, or null if it is not trained. */
  @Nullable Tensor parameterGradient(String name);
}
