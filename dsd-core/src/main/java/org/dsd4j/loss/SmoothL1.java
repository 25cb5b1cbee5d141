package org.dsd4j.loss;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Expression;

/**
 * The mean of d²/(2β) where d = |output − target| is below β, and of d − β/2 elsewhere (Girshick
 * 2015). Targets have the output's shape.
 */
public final class SmoothL1 extends ElementwiseLoss {
  private final double beta;

  /** A loss that changes from quadratic to linear at distance 1. */
  public SmoothL1() {
    this(1);
  }

  /** A loss that changes from quadratic to linear at distance {@code beta}. */
  public SmoothL1(double beta) {
    this.beta = Check.positive("beta", beta);
  }

  @Override
  public String name() {
    return "smooth L1";
  }

  @Override
  protected Expression value(Expression output, Expression target) {
    // With m = min(d, β), both branches are m·(d − m/2)/β.
    Expression distance = output.minus(target).abs();
    Expression inner = distance.min(Expression.of(beta));
    return inner.times(distance.minus(inner.times(0.5))).times(1 / beta);
  }

  @Override
  protected Expression derivative(Expression output, Expression target) {
    return output.minus(target).clamp(-beta, beta).times(1 / beta);
  }

  @Override
  public String toString() {
    return name() + (beta == 1 ? "" : ", beta " + Numerals.text(beta));
  }
}
