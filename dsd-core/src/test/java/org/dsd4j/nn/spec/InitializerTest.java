package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InitializerTest {
  // Fan-in 50·9 = 450, fan-out 80·9 = 720.
  private static final Shape CONVOLUTION = Shape.of(80, 50, 3, 3);

  private static float[] draw(Initializer initializer, Shape shape, long seed) {
    float[] values = new float[(int) shape.elements()];
    initializer.fill(values, shape, Seed.of(seed).stream());
    return values;
  }

  static Stream<Arguments> statistics() {
    return Stream.of(
        Arguments.of("uniform", Initializer.uniform(0.3), 0.09 / 3, 0.3),
        Arguments.of("normal", Initializer.normal(0.02), 0.0004, 1),
        Arguments.of("heNormal", Initializer.heNormal(), 2.0 / 450, 1),
        Arguments.of("heNormalFanOut", Initializer.heNormalFanOut(), 2.0 / 720, 1),
        Arguments.of("heUniform", Initializer.heUniform(), 2.0 / 450, Math.sqrt(6.0 / 450)),
        Arguments.of(
            "xavierUniform", Initializer.xavierUniform(), 2.0 / 1170, Math.sqrt(6.0 / 1170)),
        Arguments.of("xavierNormal", Initializer.xavierNormal(), 2.0 / 1170, 1),
        Arguments.of(
            "lecunUniform", Initializer.lecunUniform(), 1.0 / 3 / 450, Math.sqrt(1.0 / 450)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statistics")
  void hasItsMeanAndVariance(
      String name, Initializer initializer, double variance, double largest) {
    float[] values = draw(initializer, CONVOLUTION, 7);
    double sum = 0;
    double squares = 0;
    double max = 0;
    for (float value : values) {
      sum += value;
      squares += value * value;
      max = Math.max(max, Math.abs(value));
    }
    // Five standard errors of the mean; the variance's is below 1 %.
    double mean = sum / values.length;
    assertThat(mean).as(name).isCloseTo(0, within(5 * Math.sqrt(variance / values.length)));
    assertThat(squares / values.length).as(name).isCloseTo(variance, within(0.04 * variance));
    assertThat(max).isLessThanOrEqualTo(largest * (1 + 1e-6));
    assertThat(draw(initializer, CONVOLUTION, 7)).isEqualTo(values);
    assertThat(draw(initializer, CONVOLUTION, 8)).isNotEqualTo(values);
  }

  @Test
  void aDenseLayersFansAreItsExtents() {
    double limit = Math.sqrt(1.0 / 400);
    for (float value : draw(Initializer.lecunUniform(), Shape.of(10, 400), 1)) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) limit);
    }
  }

  @Test
  void constant() {
    assertThat(draw(Initializer.constant(0.25), Shape.of(3), 1)).containsOnly(0.25f);
  }
}
