package org.dsd4j.nn.layer;

import java.util.List;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Fusing;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.Shape;

/**
 * The common parts of layers with a weight and maybe a bias.
 *
 * @hidden
 */
@Internal
public final class WeightAndBias {
  private WeightAndBias() {}

  /** The weight and, if there is one, the bias. */
  public static List<ParameterSpec> declare(
      ParameterSpec weight, boolean bias, int outputs, Initializer biasStart) {
    return bias
        ? List.of(weight, new ParameterSpec("bias", Shape.of(outputs), Role.BIAS, biasStart))
        : List.of(weight);
  }

  /**
   * PyTorch's default for weights and biases: uniform in ±1/√fan-in, with the fan-in of the weight.
   */
  public static Initializer usual(long fanIn) {
    return Initializer.uniform(Math.sqrt(1.0 / fanIn));
  }

  /** The bias and activation that are applied to the product before it is stored. */
  public static Epilogue epilogue(Pass pass, boolean bias) {
    return new Epilogue(bias ? pass.parameter("bias") : null, pass.activation() != null);
  }

  /** The part of an activation function after the product that an epilogue can compute. */
  public static Fusing fusing(Activation function) {
    return function.kind() == Activation.Kind.RELU ? Fusing.FORWARD : Fusing.NONE;
  }

  /** The tensors for the gradients of input, weight and bias. */
  public static ProductGradients gradients(BackwardPass pass, boolean bias) {
    return new ProductGradients(
        pass.inputGradient(),
        pass.parameterGradient("weight"),
        bias ? pass.parameterGradient("bias") : null);
  }
}
