package org.dsd4j.nn.spec;

import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a layer sees of one backward computation: all that it saw and wrote in the forward one, and
 * the gradients, of values only those that it {@linkplain Layer#backwardReads() says it reads}. A
 * layer overwrites every gradient that is asked for; sums over several users of an output are the
 * network's business.
 */
public interface BackwardPass extends Pass {
  /**
   * The gradient of the objective with respect to the output, before a {@linkplain
   * Pass#activation() function} that it ends with unless the layer {@linkplain
   * Fusing#FORWARD_AND_BACKWARD takes that over}. Not to be written.
   */
  Tensor outputGradient();

  /** Where the gradient of input {@code index} goes, or null where nobody needs it. */
  @Nullable Tensor inputGradient(int index);

  /** Where the gradient of the only input, or the first, goes, or null where nobody needs it. */
  default @Nullable Tensor inputGradient() {
    return inputGradient(0);
  }

  /** Where the gradient of a parameter goes, or null where it is not trained. */
  @Nullable Tensor parameterGradient(String name);
}
