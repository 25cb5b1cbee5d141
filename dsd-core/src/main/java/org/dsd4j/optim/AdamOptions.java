package org.dsd4j.optim;

import java.util.List;

/**
 * The options of {@link Adam} and its kin. Each setter gives an optimizer of the same class.
 *
 * @param <O> that class
 */
abstract class AdamOptions<O extends Optimizer> implements Optimizer {
  private final Moments moments;
  private final WeightDecay weightDecay;

  AdamOptions(Moments moments, WeightDecay weightDecay) {
    this.moments = moments;
    this.weightDecay = weightDecay;
  }

  /** An optimizer of this class with these options. */
  abstract O with(Moments moments, WeightDecay weightDecay);

  final Moments moments() {
    return moments;
  }

  /** How much of the mean and of the mean square stays at each step, both in [0, 1). */
  public final O betas(double beta1, double beta2) {
    return with(new Moments(beta1, beta2, moments.epsilon()), weightDecay);
  }

  /** What is added to the root of the mean square, above 0. */
  public final O epsilon(double epsilon) {
    return with(new Moments(moments.beta1(), moments.beta2(), epsilon), weightDecay);
  }

  /** Pulls every parameter towards zero. */
  public final O weightDecay(double coefficient) {
    return weightDecay(WeightDecay.ofAll(coefficient));
  }

  /** Pulls parameters towards zero. */
  public final O weightDecay(WeightDecay decay) {
    return with(moments, decay);
  }

  @Override
  public final WeightDecay weightDecay() {
    return weightDecay;
  }

  @Override
  public final List<String> stateNames() {
    return Moments.NAMES;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + ", " + moments + weightDecay.asOption();
  }
}
