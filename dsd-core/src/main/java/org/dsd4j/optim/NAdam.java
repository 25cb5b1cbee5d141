package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * Adam with Nesterov's momentum (Dozat 2016), whose momentum warms up: μₜ = beta1 · (1 − ½ ·
 * 0.96^(0.004·t)), as in PyTorch.
 */
public final class NAdam extends AdamOptions<NAdam> {
  private static final double MOMENTUM_DECAY = 0.004;
  private static final double NEGLIGIBLE = 1e-17;

  /** NAdam with betas 0.9 and 0.999, ε = 10⁻⁸ and no weight decay. */
  public NAdam() {
    this(Moments.DEFAULT, WeightDecay.none());
  }

  private NAdam(Moments moments, WeightDecay weightDecay) {
    super(moments, weightDecay);
  }

  @Override
  NAdam with(Moments moments, WeightDecay weightDecay) {
    return new NAdam(moments, weightDecay);
  }

  private double momentum(long step) {
    return moments().beta1() * (1 - 0.5 * Math.pow(0.96, step * MOMENTUM_DECAY));
  }

  /** μ₁ · μ₂ · … · μₜ; below a double's resolution of 1 it is as good as 0. */
  private double momentumProduct(long step) {
    double product = 1;
    for (long t = 1; t <= step && product > NEGLIGIBLE; t++) {
      product *= momentum(t);
    }
    return product;
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    double product = momentumProduct(u.step());
    double next = momentum(u.step() + 1);
    double gradientRate = u.learningRate() * (1 - momentum(u.step())) / (1 - product);
    double meanRate = u.learningRate() * next / (1 - product * next);
    Expression ahead = gradient.times(gradientRate).plus(u.state(Moments.MEAN).times(meanRate));
    return List.of(
        moments().moveMean(u, gradient),
        moments().moveSquare(u, gradient),
        u.lowerWeight(ahead.over(moments().deviation(u))));
  }
}
