package org.dsd4j.loss;

import org.dsd4j.kernel.Expression;

/** The mean of (output − target)². Targets have the output's shape. */
public final class MeanSquaredError extends ElementwiseLoss {
  @Override
  public String name() {
    return "mean squared error";
  }

  @Override
  protected Expression value(Expression output, Expression target) {
    return output.minus(target).squared();
  }

  @Override
  protected Expression derivative(Expression output, Expression target) {
    return output.minus(target).times(2);
  }
}
