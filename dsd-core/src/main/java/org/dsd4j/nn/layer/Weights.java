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

  /**
   * The weight and, where there is one, a bias that starts uniformly in ±1/√fan-in, as PyTorch's.
   */
  static List<ParameterSpec> declare(ParameterSpec weight, boolean bias, int outputs, long fanIn) {
    if (!bias) {
      return List.of(weight);
    }
    Initializer start = Initializer.uniform(Math.sqrt(1.0 / fanIn));
    return List.of(weight, new ParameterSpec("bias", Shape.of(outputs), Role.BIAS, start));
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
