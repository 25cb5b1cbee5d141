package org.dsd4j.nn.layer;

import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Activation;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.Tensor;

/**
 * The ReLU that a layer takes over from the one behind it.
 *
 * @hidden
 */
@Internal
public final class FusedRelu {
  private static final Activation RELU = Activation.of(Activation.Kind.RELU);

  private FusedRelu() {}

  /** Whether a layer is nothing but a ReLU. */
  public static boolean is(Layer layer) {
    return layer instanceof Activate activate && activate.isRelu();
  }

  /** Sets negative elements of the output to 0. */
  static void forward(Pass pass) {
    pass.kernels().elementwise().activation(RELU, pass.output(), pass.output());
  }

  /** Turns the gradient behind the ReLU into the one before it, in place. */
  public static void backward(BackwardPass pass) {
    Tensor y = pass.output();
    Tensor gradY = pass.outputGradient();
    pass.kernels().elementwise().activationBackward(RELU, y, y, gradY, gradY);
  }
}
