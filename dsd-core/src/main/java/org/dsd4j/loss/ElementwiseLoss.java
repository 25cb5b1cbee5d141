package org.dsd4j.loss;

import org.dsd4j.data.Values;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A loss that is the mean of a function of each output element and its target. */
abstract class ElementwiseLoss implements Loss {
  /** The loss of one element. */
  abstract Expression value(Expression output, Expression target);

  /** Its derivative with respect to the output. */
  abstract Expression derivative(Expression output, Expression target);

  @Override
  public void checkTarget(Shape output, Values target) {
    if (!target.shape().equals(output)) {
      throw new ShapeException(
          "target of " + name(),
          "the output's shape " + output,
          target.shape(),
          "give every output element a target");
    }
    for (float value : target.array()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            name() + ": expected finite targets, received " + value + "; repair the data");
      }
    }
  }

  @Override
  public double evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor) {
    double elements = output.shape().elements();
    if (gradient != null) {
      Expression scaled =
          derivative(Expression.of(output), Expression.of(target)).times(factor / elements);
      kernels.elementwise().assign(gradient, scaled);
    }
    return kernels.elementwise().sum(value(Expression.of(output), Expression.of(target)))
        / elements;
  }

  @Override
  public String toString() {
    return name();
  }
}
