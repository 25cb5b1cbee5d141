package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.OwnText;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;

/**
 * An optimizer that also minimises λ·Σ|w|, which pulls every weight towards zero by the same amount
 * and so leaves few large ones (Tibshirani 1996). It adds the subgradient λ·sign(w), with sign(0) =
 * 0, to the gradient of another optimizer, beside that one's weight decay and behind the clipping
 * of gradients. A subgradient leaves weights close to zero, seldom at it.
 *
 * <pre>{@code
 * .optimizer(L1Penalty.ofWeights(Sgd.momentum(0.9).weightDecay(5e-4), 3e-4))
 * }</pre>
 */
public final class L1Penalty implements Optimizer {
  private final Optimizer optimizer;
  private final WeightDecay scope;

  private L1Penalty(Optimizer optimizer, WeightDecay scope) {
    this.optimizer = Check.given("optimizer", optimizer);
    this.scope = scope;
  }

  /**
   * A penalty on every parameter except biases and those of normalisations.
   *
   * @param optimizer takes the steps
   * @param coefficient λ, at least 0
   */
  public static L1Penalty ofWeights(Optimizer optimizer, double coefficient) {
    Check.notNegative("L1 penalty", coefficient);
    return new L1Penalty(optimizer, WeightDecay.ofWeights(coefficient));
  }

  /**
   * A penalty on every parameter.
   *
   * @param optimizer takes the steps
   * @param coefficient λ, at least 0
   */
  public static L1Penalty ofAll(Optimizer optimizer, double coefficient) {
    Check.notNegative("L1 penalty", coefficient);
    return new L1Penalty(optimizer, WeightDecay.ofAll(coefficient));
  }

  /** λ for a parameter of this role. */
  public double of(Role role) {
    return scope.of(role);
  }

  @Override
  public WeightDecay weightDecay() {
    return optimizer.weightDecay();
  }

  @Override
  public double decayOf(Parameter parameter) {
    return optimizer.decayOf(parameter);
  }

  @Override
  public List<String> stateNames() {
    return optimizer.stateNames();
  }

  @Override
  public List<Assignment> step(Update u) {
    double coefficient = of(u.parameter().role());
    if (coefficient == 0) {
      return optimizer.step(u);
    }
    Expression sign = u.weight().step().minus(u.weight().times(-1).step());
    return optimizer.step(u.withGradient(u.gradient().plus(sign.times(coefficient))));
  }

  @Override
  public String toString() {
    return OwnText.text(optimizer) + ", L1 penalty " + scope;
  }
}
