package org.dsd4j.nn.spec;

import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Shape;

/**
 * Random numbers around 0, scaled by fan-in or fan-out.
 *
 * @param numbers draws numbers of a scale
 * @param scale gives the scale for fan-in and fan-out
 * @param outputAxis the axis of the outputs: the first, or the second if inputs are along the first
 */
record FanScaled(DoubleFunction<Initializer> numbers, FanScale scale, int outputAxis)
    implements Initializer {
  FanScaled(DoubleFunction<Initializer> numbers, FanScale scale) {
    this(numbers, scale, 0);
  }

  /** The scale of numbers. */
  interface FanScale {
    double of(long fanIn, long fanOut);
  }

  @Override
  public void fill(float[] values, Shape shape, RandomGenerator random) {
    numbers
        .apply(scale.of(fan(shape, outputAxis), fan(shape, 1 - outputAxis)))
        .fill(values, shape, random);
  }

  /** The number of elements at each index of an axis; all elements if there is no such axis. */
  private static long fan(Shape shape, int axis) {
    return axis < shape.rank() ? shape.elements() / shape.extent(axis) : shape.elements();
  }

  @Override
  public Initializer forOutputsAlong(int axis) {
    return new FanScaled(numbers, scale, axis);
  }
}
