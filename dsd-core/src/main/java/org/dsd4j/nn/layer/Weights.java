package org.dsd4j.nn.layer;

import java.util.List;
import org.dsd4j.kernel.Products.Epilogue;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.nn.BackwardPass;
import org.dsd4j.nn.Initializer;
import org.dsd4j.nn.ParameterSpec;
import org.dsd4j.nn.Pass;
import org.dsd4j.nn.Role;
import org.dsd4j.tensor.Shape;

/** What layers with a weight and maybe a bias have in common. */
final class Weights {
  private Weights() {}

  /** The weight and, where there is one, the bias. */
  static List<ParameterSpec> declare(
      ParameterSpec weight, boolean bias, int outputs, Initializer biasStart) {
    return bias
        ? List.of(weight, new ParameterSpec("bias", Shape.of(outputs), Role.BIAS, biasStart))
        : List.of(weight);
  }

  /**
   * What PyTorch starts weights and biases as: uniform in ±1/√fan-in, the fan-in being the
   * weight's.
   */
  static Initializer usual(long fanIn) {
    return Initializer.uniform(Math.sqrt(1.0 / fanIn));
  }

  /** What happens to the product before it is stored. */
  static Epilogue epilogue(Pass pass, boolean bias, boolean rectified) {
    return new Epilogue(bias ? pass.parameter("bias") : null, rectified);
  }

  /** Where the gradients of input, weight and bias go. */
  static ProductGradients gradients(BackwardPass pass, boolean bias) {
    return new ProductGradients(
        pass.inputGradient(),
        pass.parameterGradient("weight"),
        bias ? pass.parameterGradient("bias") : null);
  }
}
