package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * Adam with Nesterov's momentum (Dozat 2016), whose momentum warms up: μₜ = beta1 · (1 − ½ ·
 * 0.96^(0.004·t)), as in PyTorch.
 */
public final class NAdam implements Optimizer {
  private static final double MOMENTUM_DECAY = 0.004;
  private static final double NEGLIGIBLE = 1e-17;

  private final Moments moments;
  private final WeightDecay weightDecay;

  /** NAdam with betas 0.9 and 0.999, ε = 10⁻⁸ and no weight decay. */
  public NAdam() {
    this(Moments.DEFAULT, WeightDecay.none());
  }

  private NAdam(Moments moments, WeightDecay weightDecay) {
    this.moments = moments;
    this.weightDecay = weightDecay;
  }

  /** How much of the mean and of the mean square stays at each step. */
  public NAdam betas(double beta1, double beta2) {
    return new NAdam(new Moments(beta1, beta2, moments.epsilon()), weightDecay);
  }

  /** Pulls every parameter towards zero. */
  public NAdam weightDecay(double coefficient) {
    return weightDecay(WeightDecay.ofAll(coefficient));
  }

  /** Pulls parameters towards zero. */
  public NAdam weightDecay(WeightDecay decay) {
    return new NAdam(moments, decay);
  }

  @Override
  public WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public List<String> stateNames() {
    return Moments.NAMES;
  }

  private double momentum(long step) {
    return moments.beta1() * (1 - 0.5 * Math.pow(0.96, step * MOMENTUM_DECAY));
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
        moments.moveMean(u, gradient),
        moments.moveSquare(u, gradient),
        u.lowerWeight(ahead.over(moments.deviation(u))));
  }

  @Override
  public String toString() {
    return "NAdam, " + moments + ", weight decay " + weightDecay;
  }
}
