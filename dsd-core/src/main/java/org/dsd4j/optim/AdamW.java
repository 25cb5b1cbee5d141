package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019): each step first multiplies the
 * weight by 1 − rate·decay and then does as {@link Adam} does without decay.
 */
public final class AdamW extends AdamOptions<AdamW> {
  private static final double DEFAULT_DECAY = 0.01;

  /** AdamW with betas 0.9 and 0.999, ε = 10⁻⁸ and a decay of 0.01 of every parameter. */
  public AdamW() {
    this(Moments.DEFAULT, WeightDecay.ofAll(DEFAULT_DECAY));
  }

  private AdamW(Moments moments, WeightDecay weightDecay) {
    super(moments, weightDecay);
  }

  @Override
  AdamW with(Moments moments, WeightDecay weightDecay) {
    return new AdamW(moments, weightDecay);
  }

  @Override
  public List<Assignment> step(Update u) {
    double kept = 1 - u.learningRate() * decayOf(u.parameter());
    return List.of(
        moments().moveMean(u, u.gradient()),
        moments().moveSquare(u, u.gradient()),
        u.setWeight(u.weight().times(kept).minus(moments().direction(u).times(u.learningRate()))));
  }
}
