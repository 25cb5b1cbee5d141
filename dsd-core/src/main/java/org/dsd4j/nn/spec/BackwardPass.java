package org.dsd4j.nn.spec;

import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer's view of one backward computation: that of the forward one, and the gradients. Of inputs
 * and output only those may be read that it {@linkplain Layer#backwardReads() declares}. A layer
 * overwrites every requested gradient; where several layers read one output, the network sums.
 */
public interface BackwardPass extends Pass {
  /**
   * The gradient of the objective with respect to the output, before a {@linkplain
   * Pass#activation() fused activation}, unless the layer {@linkplain Fusing#FORWARD_AND_BACKWARD
   * computes the gradient of that itself}. Must not be written.
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
