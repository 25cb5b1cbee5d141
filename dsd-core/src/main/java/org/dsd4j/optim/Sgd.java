package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * Stochastic gradient descent, with momentum v ← μ·v + g and w ← w − rate·v; Nesterov's form steps
 * along g + μ·v instead (Sutskever et al. 2013). Weight decay is added to the gradient before
 * momentum, as in PyTorch.
 */
public final class Sgd implements Optimizer {
  private static final String MOMENTUM = "momentum";

  private final double momentum;
  private final boolean nesterov;
  private final WeightDecay weightDecay;

  private Sgd(double momentum, boolean nesterov, WeightDecay weightDecay) {
    this.momentum = momentum == 0 ? 0 : Check.coefficient("momentum", momentum, 0.9);
    this.nesterov = nesterov;
    this.weightDecay = weightDecay;
  }

  /** Gradient descent without momentum. */
  public static Sgd plain() {
    return new Sgd(0, false, WeightDecay.none());
  }

  /** Descent with momentum, such as 0.9. */
  public static Sgd momentum(double momentum) {
    return new Sgd(momentum, false, WeightDecay.none());
  }

  /** Descent with Nesterov's momentum. */
  public static Sgd nesterov(double momentum) {
    return new Sgd(momentum, true, WeightDecay.none());
  }

  /** Pulls every parameter towards zero. */
  public Sgd weightDecay(double coefficient) {
    return weightDecay(WeightDecay.ofAll(coefficient));
  }

  /** Pulls parameters towards zero. */
  public Sgd weightDecay(WeightDecay decay) {
    return new Sgd(momentum, nesterov, decay);
  }

  @Override
  public WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public List<String> stateNames() {
    return momentum == 0 ? List.of() : List.of(MOMENTUM);
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    if (momentum == 0) {
      return List.of(u.lowerWeight(gradient.times(u.learningRate())));
    }
    Expression velocity = u.state(MOMENTUM);
    Expression direction = nesterov ? gradient.plus(velocity.times(momentum)) : velocity;
    return List.of(
        u.setState(MOMENTUM, velocity.times(momentum).plus(gradient)),
        u.lowerWeight(direction.times(u.learningRate())));
  }

  @Override
  public String toString() {
    String kind = momentum == 0 ? "SGD" : "SGD, momentum " + Numerals.text(momentum);
    return kind + (nesterov ? " (Nesterov)" : "") + weightDecay.asOption();
  }
}
