package org.dsd4j.loss;

import org.dsd4j.data.Values;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A loss that is the mean over elements of a function of output and target, which have the same
 * shape. Steps beyond a sequence's length are ignored, with any values and targets.
 *
 * <p>A subclass has a name and two formulas, which all implementations of the kernels evaluate; its
 * settings, if any, must be part of {@link #toString}. It must not keep state.
 */
public abstract class ElementwiseLoss implements Loss {
  /**
   * The loss of each element. It must be finite for any finite output: no step of the formula may
   * overflow.
   */
  protected abstract Expression value(Expression output, Expression target);

  /** The derivative of {@link #value} with respect to the output. */
  protected abstract Expression derivative(Expression output, Expression target);

  @Override
  public void checkTarget(Shape output, Values target) {
    if (!target.shape().equals(output)) {
      throw new ShapeException(
          "target of " + name(),
          "the output's shape " + output,
          target.shape(),
          "give every output element a target");
    }
    for (float value : target.array()) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            name() + ": expected finite targets, received " + value + "; repair the data");
      }
    }
  }

  @Override
  public LossSum evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor) {
    double elements = output.shape().elements();
    return new LossSum(sum(kernels, output, target, gradient, factor / elements), elements);
  }

  @Override
  public LossSum evaluate(
      Kernels kernels,
      Tensor output,
      Lengths lengths,
      Tensor target,
      @Nullable Tensor gradient,
      double factor) {
    Shape shape = output.shape();
    int samples = shape.extent(0);
    int extent = lengths.isWhole() ? 1 : shape.extent(1);
    long steps = (long) samples * extent;
    long real = lengths.checked(samples, extent).total(samples, extent);
    if (real == steps) {
      return evaluate(kernels, output, target, gradient, factor);
    }
    long width = shape.elements() / steps;
    double elements = (double) real * width;
    Memory memory = kernels.memory();
    double sum = 0;
    for (int sample = 0; sample < samples; sample++) {
      // Sequence by sequence: padding may be NaN, and a mask would not remove NaN from a sum.
      long first = (long) sample * extent * width;
      Shape part = Shape.of(Math.toIntExact(lengths.steps(sample, extent) * width));
      sum +=
          sum(
              kernels,
              memory.view(output, first, part),
              memory.view(target, first, part),
              gradient == null ? null : memory.view(gradient, first, part),
              factor / elements);
    }
    if (gradient != null) {
      kernels.sequences().mask(lengths, gradient, gradient);
    }
    return new LossSum(sum, elements);
  }

  /** The sum over all elements; writes {@code scale} times its gradient if one is requested. */
  private double sum(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double scale) {
    Expression x = Expression.of(output);
    Expression t = Expression.of(target);
    if (gradient != null) {
      kernels.elementwise().assign(gradient, derivative(x, t).times(scale));
    }
    return kernels.elementwise().sum(value(x, t));
  }

  @Override
  public String toString() {
    return name();
  }
}
