package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/** RMSProp (Tieleman and Hinton 2012): s ← α·s + (1 − α)·g² and w ← w − rate·g / (√s + ε). */
public final class RmsProp implements Optimizer {
  private static final String SQUARE = "square";

  private final double alpha;
  private final double epsilon;
  private final WeightDecay weightDecay;

  /** RMSProp with α = 0.99, ε = 10⁻⁸ and no weight decay. */
  public RmsProp() {
    this(0.99, 1e-8, WeightDecay.none());
  }

  /** RMSProp with these settings. */
  public RmsProp(double alpha, double epsilon, WeightDecay weightDecay) {
    this.alpha = Check.coefficient("alpha", alpha, 0.99);
    this.epsilon = Check.positive("epsilon", epsilon);
    this.weightDecay = weightDecay;
  }

  @Override
  public WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public List<String> stateNames() {
    return List.of(SQUARE);
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    Expression square = u.state(SQUARE);
    Expression moved = square.times(alpha).plus(gradient.squared().times(1 - alpha));
    Expression direction = gradient.over(square.sqrt().plus(epsilon));
    return List.of(u.setState(SQUARE, moved), u.lowerWeight(direction.times(u.learningRate())));
  }

  @Override
  public String toString() {
    return "RMSProp, alpha "
        + Numerals.text(alpha)
        + ", epsilon "
        + Numerals.text(epsilon)
        + weightDecay.asOption();
  }
}
