package org.dsd4j.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Shape;

/**
 * What a parameter starts as. The fan-in of weights [out, in, ...] is the number of elements of one
 * output row, the fan-out that of outputs that one input reaches.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Fills {@code values}, elements of a parameter of this shape in row-major order: all of them, or
   * some of a large parameter.
   */
  void fill(float[] values, Shape shape, RandomGenerator random);

  /** The same number everywhere. */
  static Initializer constant(double value) {
    return (values, shape, random) -> Arrays.fill(values, (float) value);
  }

  /** Numbers drawn evenly from [−bound, bound). */
  static Initializer uniform(double bound) {
    return (values, shape, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    };
  }

  /** Normally distributed numbers around 0. */
  static Initializer normal(double deviation) {
    return (values, shape, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    };
  }

  /** Normal with variance 2 / fan-in (He et al. 2015), for layers followed by a ReLU. */
  static Initializer heNormal() {
    return (values, shape, random) ->
        normal(Math.sqrt(2.0 / fanIn(shape))).fill(values, shape, random);
  }

  /** Normal with variance 2 / fan-out (He et al. 2015), as torchvision's ResNets start. */
  static Initializer heNormalFanOut() {
    return (values, shape, random) ->
        normal(Math.sqrt(2.0 / fanOut(shape))).fill(values, shape, random);
  }

  /** Uniform with variance 2 / fan-in (He et al. 2015). */
  static Initializer heUniform() {
    return (values, shape, random) ->
        uniform(Math.sqrt(6.0 / fanIn(shape))).fill(values, shape, random);
  }

  /** Uniform in ±√(6 / (fan-in + fan-out)) (Glorot and Bengio 2010). */
  static Initializer xavierUniform() {
    return (values, shape, random) ->
        uniform(Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).fill(values, shape, random);
  }

  /** Normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010). */
  static Initializer xavierNormal() {
    return (values, shape, random) ->
        normal(Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).fill(values, shape, random);
  }

  /** Uniform in ±1/√fan-in: what PyTorch starts dense layers and convolutions with. */
  static Initializer lecunUniform() {
    return (values, shape, random) ->
        uniform(Math.sqrt(1.0 / fanIn(shape))).fill(values, shape, random);
  }

  private static long fanIn(Shape shape) {
    return shape.elements() / shape.extent(0);
  }

  private static long fanOut(Shape shape) {
    return shape.rank() < 2 ? shape.elements() : shape.elements() / shape.extent(1);
  }
}
