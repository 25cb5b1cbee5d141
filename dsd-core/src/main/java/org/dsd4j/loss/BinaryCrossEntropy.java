package org.dsd4j.loss;

import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Expression;
import org.dsd4j.tensor.Shape;

/**
 * The mean over elements of −t·ln σ(x) − (1 − t)·ln(1 − σ(x)), where the output x is a logit and
 * the target t, of the same shape, a probability in [0, 1]. Finite for any finite logit.
 */
public final class BinaryCrossEntropy extends ElementwiseLoss {
  @Override
  public String name() {
    return "binary cross-entropy";
  }

  @Override
  public boolean readsLogits() {
    return true;
  }

  @Override
  public void checkTarget(Shape output, Values target) {
    super.checkTarget(output, target);
    for (float value : target.array()) {
      Check.argument(
          value >= 0 && value <= 1,
          "target of " + name(),
          "probabilities in [0, 1]",
          value,
          "scale the targets");
    }
  }

  @Override
  protected Expression value(Expression output, Expression target) {
    // max(x, 0) − x·t + ln(1 + e^−|x|): the same, without the exponential of a large number.
    Expression tail = output.abs().times(-1).exp().log1p();
    return output.max(Expression.of(0)).minus(output.times(target)).plus(tail);
  }

  @Override
  protected Expression derivative(Expression output, Expression target) {
    return output.sigmoid().minus(target);
  }
}
