package org.dsd4j.testing;

import org.dsd4j.data.Values;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.loss.Loss;
import org.dsd4j.loss.SoftmaxCrossEntropy;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy in training on outputs up to a limit; beyond it, not a number. So a network
 * diverges within a few steps, and not only where single precision ends.
 */
public final class FragileLoss implements Loss {
  private final SoftmaxCrossEntropy loss = new SoftmaxCrossEntropy();
  private final float limit;
  private final boolean inGradient;
  private int callsBefore;

  private FragileLoss(float limit, boolean inGradient, int callsBefore) {
    this.limit = limit;
    this.inGradient = inGradient;
    this.callsBefore = callsBefore;
  }

  /** The loss is lost once, after so many steps of training. */
  public static FragileLoss onceAfter(int steps) {
    return new FragileLoss(Float.POSITIVE_INFINITY, false, steps);
  }

  /** The loss is lost. */
  public static FragileLoss beyond(float limit) {
    return new FragileLoss(limit, false, Integer.MAX_VALUE);
  }

  /** The gradient is lost, and the loss stays finite. */
  public static FragileLoss gradientBeyond(float limit) {
    return new FragileLoss(limit, true, Integer.MAX_VALUE);
  }

  @Override
  public String name() {
    return loss.name();
  }

  @Override
  public void checkTarget(Shape output, Values target) {
    loss.checkTarget(output, target);
  }

  @Override
  public LossSum evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor) {
    LossSum value = loss.evaluate(kernels, output, target, gradient, factor);
    if (gradient != null && callsBefore-- == 0) {
      return new LossSum(Double.NaN, value.weight());
    }
    if (gradient == null || !isBeyond(output.toFloats())) {
      return value;
    }
    if (inGradient) {
      kernels.memory().fill(gradient, Double.NaN);
    }
    return inGradient ? value : new LossSum(Double.NaN, value.weight());
  }

  private boolean isBeyond(float[] outputs) {
    for (float output : outputs) {
      if (Math.abs(output) > limit) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "fragile " + loss + (inGradient ? ", gradient beyond " : " beyond ") + limit;
  }
}
