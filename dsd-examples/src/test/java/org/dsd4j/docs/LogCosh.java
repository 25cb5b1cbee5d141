package org.dsd4j.docs;

import org.dsd4j.kernel.Expression;
import org.dsd4j.loss.ElementwiseLoss;

/** The mean of ln cosh(output − target): half a square near zero, a distance far from it. */
public final class LogCosh extends ElementwiseLoss {
  @Override
  public String name() {
    return "log-cosh";
  }

  @Override
  protected Expression value(Expression output, Expression target) {
    Expression distance = output.minus(target).abs(); // cosh itself would overflow beyond 88
    return distance.plus(distance.times(-2).exp().log1p()).plus(-Math.log(2));
  }

  @Override
  protected Expression derivative(Expression output, Expression target) {
    return output.minus(target).tanh();
  }
}
