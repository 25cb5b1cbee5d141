package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/** AdaGrad (Duchi et al. 2011): s ← s + g² and w ← w − rate·g / (√s + ε). */
public final class AdaGrad implements Optimizer {
  private static final String SUM = "sum";

  private final double epsilon;
  private final WeightDecay weightDecay;

  /** AdaGrad with ε = 10⁻¹⁰ and no weight decay. */
  public AdaGrad() {
    this(1e-10, WeightDecay.none());
  }

  /** AdaGrad with these settings. */
  public AdaGrad(double epsilon, WeightDecay weightDecay) {
    this.epsilon = Check.positive("epsilon", epsilon);
    this.weightDecay = weightDecay;
  }

  @Override
  public WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public List<String> stateNames() {
    return List.of(SUM);
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    Expression sum = u.state(SUM);
    Expression direction = gradient.over(sum.sqrt().plus(epsilon));
    return List.of(
        u.setState(SUM, sum.plus(gradient.squared())),
        u.lowerWeight(direction.times(u.learningRate())));
  }

  @Override
  public String toString() {
    return "AdaGrad, epsilon " + Numerals.text(epsilon) + weightDecay.asOption();
  }
}
