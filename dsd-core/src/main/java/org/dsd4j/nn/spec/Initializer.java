package org.dsd4j.nn.spec;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Shape;

/**
 * What a parameter starts as. The fan-in of weights is the number of elements that belong to one
 * output, the fan-out that of those that belong to one input: of [out, in, ...] those of a row and
 * of a column.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Fills {@code values}, elements of a parameter of this shape in row-major order: all of them, or
   * some of a large parameter.
   */
  void fill(float[] values, Shape shape, RandomGenerator random);

  /**
   * This for a parameter whose layer's outputs lie along another axis than the first, which decides
   * what its fans are.
   */
  default Initializer forOutputsAlong(int axis) {
    return this;
  }

  /**
   * How one writes it: {@code normal(0.01)}, {@code heNormal()}. Empty for one of the caller's own,
   * unless it says otherwise; {@link #of} knows those of this library alone.
   */
  default Optional<String> text() {
    return Optional.empty();
  }

  /**
   * The initializer of this library that is written so.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Initializer of(String text) {
    return NamedInitializer.parse(text);
  }

  /** The same number everywhere. */
  static Initializer constant(double value) {
    return NamedInitializer.of(
        "constant", value, (values, shape, random) -> Arrays.fill(values, (float) value));
  }

  /** Numbers drawn evenly from [−bound, bound). */
  static Initializer uniform(double bound) {
    return NamedInitializer.of(
        "uniform",
        bound,
        (values, shape, random) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
          }
        });
  }

  /** Normally distributed numbers around 0. */
  static Initializer normal(double deviation) {
    return NamedInitializer.of(
        "normal",
        deviation,
        (values, shape, random) -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
          }
        });
  }

  /** Normal with variance 2 / fan-in (He et al. 2015), for layers followed by a ReLU. */
  static Initializer heNormal() {
    return new NamedInitializer(
        "heNormal()", new FanScaled(Initializer::normal, (in, out) -> Math.sqrt(2.0 / in)));
  }

  /** Normal with variance 2 / fan-out (He et al. 2015), as torchvision's ResNets start. */
  static Initializer heNormalFanOut() {
    return new NamedInitializer(
        "heNormalFanOut()", new FanScaled(Initializer::normal, (in, out) -> Math.sqrt(2.0 / out)));
  }

  /** Uniform with variance 2 / fan-in (He et al. 2015). */
  static Initializer heUniform() {
    return new NamedInitializer(
        "heUniform()", new FanScaled(Initializer::uniform, (in, out) -> Math.sqrt(6.0 / in)));
  }

  /** Uniform in ±√(6 / (fan-in + fan-out)) (Glorot and Bengio 2010). */
  static Initializer xavierUniform() {
    return new NamedInitializer(
        "xavierUniform()",
        new FanScaled(Initializer::uniform, (in, out) -> Math.sqrt(6.0 / (in + out))));
  }

  /** Normal with variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010). */
  static Initializer xavierNormal() {
    return new NamedInitializer(
        "xavierNormal()",
        new FanScaled(Initializer::normal, (in, out) -> Math.sqrt(2.0 / (in + out))));
  }

  /** Uniform in ±1/√fan-in: what PyTorch starts dense layers and convolutions with. */
  static Initializer lecunUniform() {
    return new NamedInitializer(
        "lecunUniform()", new FanScaled(Initializer::uniform, (in, out) -> Math.sqrt(1.0 / in)));
  }
}
