package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): each step first multiplies the
 * weight by 1 − rate·decay and then does as {@link Adam} does without decay.
 */
public final class AdamW implements Optimizer {
  private static final double DEFAULT_DECAY = 0.01;

  private final Moments moments;
  private final WeightDecay weightDecay;

  /** AdamW with betas 0.9 and 0.999, ε = 10⁻⁸ and a decay of 0.01 of every parameter. */
  public AdamW() {
    this(Moments.DEFAULT, WeightDecay.ofAll(DEFAULT_DECAY));
  }

  private AdamW(Moments moments, WeightDecay weightDecay) {
    this.moments = moments;
    this.weightDecay = weightDecay;
  }

  /** How much of the mean and of the mean square stays at each step. */
  public AdamW betas(double beta1, double beta2) {
    return new AdamW(new Moments(beta1, beta2, moments.epsilon()), weightDecay);
  }

  /** What is added to the root of the mean square. */
  public AdamW epsilon(double epsilon) {
    return new AdamW(new Moments(moments.beta1(), moments.beta2(), epsilon), weightDecay);
  }

  /** Pulls every parameter towards zero. */
  public AdamW weightDecay(double coefficient) {
    return weightDecay(WeightDecay.ofAll(coefficient));
  }

  /** Pulls parameters towards zero. */
  public AdamW weightDecay(WeightDecay decay) {
    return new AdamW(moments, decay);
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
    double kept = 1 - u.learningRate() * decayOf(u.parameter());
    return List.of(
        moments.moveMean(u, u.gradient()),
        moments.moveSquare(u, u.gradient()),
        u.setWeight(u.weight().times(kept).minus(moments.direction(u).times(u.learningRate()))));
  }

  @Override
  public String toString() {
    return "AdamW, " + moments + ", weight decay " + weightDecay;
  }
}
