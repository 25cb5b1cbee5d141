package org.dsd4j.nn.spec;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Shape;

/**
 * The initial values of a parameter. The fan-in of weights [out, in, ...] is the number of elements
 * for each output, the fan-out that for each input.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Fills {@code values}, elements of a parameter of this shape in row-major order: all of them, or
   * some of a large parameter.
   */
  void fill(float[] values, Shape shape, RandomGenerator random);

  /**
   * This initializer for a parameter with the outputs along another axis than the first, which
   * exchanges fan-in and fan-out.
   */
  default Initializer forOutputsAlong(int axis) {
    return this;
  }

  /**
   * This initializer as text: {@code normal(0.01)}, {@code heNormal()}. Empty by default; {@link
   * #of} reads the texts of this library's initializers.
   */
  default Optional<String> text() {
    return Optional.empty();
  }

  /**
   * The initializer of this library with this text.
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

  /** Uniformly distributed numbers in [−bound, bound). */
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

  /** Normal with variance 2 / fan-out (He et al. 2015), as in torchvision's ResNets. */
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

  /** Uniform in ±1/√fan-in, PyTorch's default for dense layers and convolutions. */
  static Initializer lecunUniform() {
    return new NamedInitializer(
        "lecunUniform()", new FanScaled(Initializer::uniform, (in, out) -> Math.sqrt(1.0 / in)));
  }
}
