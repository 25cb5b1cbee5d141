package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * Adam (Kingma and Ba 2015): steps along the running mean of the gradient over the root of the
 * running mean of its square, both corrected for their start at zero. Weight decay is added to the
 * gradient; {@link AdamW} decouples it.
 */
public final class Adam implements Optimizer {
  private final Moments moments;
  private final WeightDecay weightDecay;

  /** Adam with betas 0.9 and 0.999, ε = 10⁻⁸ and no weight decay. */
  public Adam() {
    this(Moments.DEFAULT, WeightDecay.none());
  }

  private Adam(Moments moments, WeightDecay weightDecay) {
    this.moments = moments;
    this.weightDecay = weightDecay;
  }

  /** How much of the mean and of the mean square stays at each step. */
  public Adam betas(double beta1, double beta2) {
    return new Adam(new Moments(beta1, beta2, moments.epsilon()), weightDecay);
  }

  /** What is added to the root of the mean square. */
  public Adam epsilon(double epsilon) {
    return new Adam(new Moments(moments.beta1(), moments.beta2(), epsilon), weightDecay);
  }

  /** Pulls every parameter towards zero. */
  public Adam weightDecay(double coefficient) {
    return weightDecay(WeightDecay.ofAll(coefficient));
  }

  /** Pulls parameters towards zero. */
  public Adam weightDecay(WeightDecay decay) {
    return new Adam(moments, decay);
  }

  @Override
  public WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public List<String> stateNames() {
    return Moments.NAMES;
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    return List.of(
        moments.moveMean(u, gradient),
        moments.moveSquare(u, gradient),
        u.lowerWeight(moments.direction(u).times(u.learningRate())));
  }

  @Override
  public String toString() {
    return "Adam, " + moments + ", weight decay " + weightDecay;
  }
}
