package org.dsd4j.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class SmoothL1Test extends LossContract {
  @Override
  protected List<Case> cases() {
    Shape shape = Shape.of(4, 5);
    float[] target = Numbers.floats(Numbers.normal(20, 1));
    return List.of(
        new Case(new SmoothL1(), shape, shape, target),
        new Case(new SmoothL1(0.3), shape, shape, target),
        new Case(new SmoothL1(4), shape, shape, target));
  }

  @Test
  void isQuadraticThenLinear() {
    try (Kernels kernels = open()) {
      Memory memory = kernels.memory();
      Tensor output = memory.allocate(ElementType.FLOAT32, Shape.of(1, 2));
      Tensor target = memory.allocate(ElementType.FLOAT32, Shape.of(1, 2));
      output.set(new float[] {1, -10});
      // 1² / (2·2) = 0.25 and 10 − 2/2 = 9.
      assertThat(new SmoothL1(2).evaluate(kernels, output, target, null, 1).mean())
          .isCloseTo((0.25 + 9) / 2, within(1e-6));
    }
  }

  @Test
  void refusesABetaOfZero() {
    assertThatThrownBy(() -> new SmoothL1(0)).hasMessageContaining("beta");
  }
}
