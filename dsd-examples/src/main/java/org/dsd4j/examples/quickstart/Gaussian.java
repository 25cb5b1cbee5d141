package org.dsd4j.examples.quickstart;

import java.util.List;
import org.dsd4j.kernel.Expression;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/** y = exp(−x²) of each element, whose derivative is −2·x·y. */
final class Gaussian implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException("inputs", "one", inputs, "name one source");
    }
    return inputs.get(0);
  }

  @Override
  public void forward(Pass pass) {
    Expression x = Expression.of(pass.input());
    pass.kernels().elementwise().assign(pass.output(), x.squared().times(-1).exp());
  }

  @Override
  public void backward(BackwardPass pass) {
    Tensor gradient = pass.inputGradient();
    if (gradient == null) { // nothing before this layer learns
      return;
    }
    Expression slope = Expression.of(pass.input()).times(-2).times(Expression.of(pass.output()));
    Expression received = Expression.of(pass.outputGradient());
    pass.kernels().elementwise().assign(gradient, received.times(slope));
  }

  @Override
  public String toString() {
    return "Gaussian";
  }
}
