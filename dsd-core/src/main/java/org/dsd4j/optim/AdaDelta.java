package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * AdaDelta (Zeiler 2012): s ← ρ·s + (1 − ρ)·g²; the step d = g · √(u + ε) / √(s + ε); u ← ρ·u + (1
 * − ρ)·d²; w ← w − rate·d.
 */
public final class AdaDelta implements Optimizer {
  private static final String SQUARE = "square";
  private static final String STEPS = "steps";
  private static final String DIRECTION = "direction";

  private final double rho;
  private final double epsilon;
  private final WeightDecay weightDecay;

  /** AdaDelta with ρ = 0.9, ε = 10⁻⁶ and no weight decay. */
  public AdaDelta() {
    this(0.9, 1e-6, WeightDecay.none());
  }

  /** AdaDelta with these settings. */
  public AdaDelta(double rho, double epsilon, WeightDecay weightDecay) {
    this.rho = Check.coefficient("rho", rho, 0.9);
    this.epsilon = Check.positive("epsilon", epsilon);
    this.weightDecay = weightDecay;
  }

  @Override
  public WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public List<String> stateNames() {
    return List.of(SQUARE, STEPS, DIRECTION);
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    Expression square = u.state(SQUARE);
    Expression steps = u.state(STEPS);
    Expression scale = steps.plus(epsilon).sqrt().over(square.plus(epsilon).sqrt());
    Expression direction = gradient.times(scale);
    Expression stored = u.state(DIRECTION);
    // The direction is stored because it depends on the weight and on the steps' mean, which both
    // change.
    return List.of(
        u.setState(SQUARE, square.times(rho).plus(gradient.squared().times(1 - rho))),
        u.setState(DIRECTION, direction),
        u.setState(STEPS, steps.times(rho).plus(stored.squared().times(1 - rho))),
        u.lowerWeight(stored.times(u.learningRate())));
  }

  @Override
  public String toString() {
    return "AdaDelta, rho "
        + Numerals.text(rho)
        + ", epsilon "
        + Numerals.text(epsilon)
        + weightDecay.asOption();
  }
}
