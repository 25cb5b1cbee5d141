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
 * What layers with a weight and maybe a bias have in common.
 *
 * @hidden
 */
@Internal
public final class WeightAndBias {
  private WeightAndBias() {}

  /** The weight and, where there is one, the bias. */
  public static List<ParameterSpec> declare(
      ParameterSpec weight, boolean bias, int outputs, Initializer biasStart) {
    return bias
        ? List.of(weight, new ParameterSpec("bias", Shape.of(outputs), Role.BIAS, biasStart))
        : List.of(weight);
  }

  /**
   * What PyTorch starts weights and biases as: uniform in ±1/√fan-in, the fan-in being the
   * weight's.
   */
  public static Initializer usual(long fanIn) {
    return Initializer.uniform(Math.sqrt(1.0 / fanIn));
  }

  /** What happens to the product before it is stored. */
  public static Epilogue epilogue(Pass pass, boolean bias) {
    return new Epilogue(bias ? pass.parameter("bias") : null, pass.activation() != null);
  }

  /** What an epilogue can compute of an activation function behind the product. */
  public static Fusing fusing(Activation function) {
    return function.kind() == Activation.Kind.RELU ? Fusing.FORWARD : Fusing.NONE;
  }

  /** Where the gradients of input, weight and bias go. */
  public static ProductGradients gradients(BackwardPass pass, boolean bias) {
    return new ProductGradients(
        pass.inputGradient(),
        pass.parameterGradient("weight"),
        bias ? pass.parameterGradient("bias") : null);
  }
}
