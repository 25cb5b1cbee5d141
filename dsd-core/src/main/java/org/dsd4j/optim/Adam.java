package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;

/**
 * Adam (Kingma and Ba 2015): steps along the running mean of the gradient over the root of the
 * running mean of its square, both corrected for their start at zero. Weight decay is added to the
 * gradient; {@link AdamW} decouples it.
 */
public final class Adam extends AdamOptions<Adam> {
  /** Adam with betas 0.9 and 0.999, ε = 10⁻⁸ and no weight decay. */
  public Adam() {
    this(Moments.DEFAULT, WeightDecay.none());
  }

  private Adam(Moments moments, WeightDecay weightDecay) {
    super(moments, weightDecay);
  }

  @Override
  Adam with(Moments moments, WeightDecay weightDecay) {
    return new Adam(moments, weightDecay);
  }

  @Override
  public List<Assignment> step(Update u) {
    Expression gradient = u.gradientWithDecay(decayOf(u.parameter()));
    return List.of(
        moments().moveMean(u, gradient),
        moments().moveSquare(u, gradient),
        u.lowerWeight(moments().direction(u).times(u.learningRate())));
  }
}
