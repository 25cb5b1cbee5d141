package org.dsd4j.nn.layer.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class MaxPool2dTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new MaxPool2d(2), Shape.of(4, 6, 2), Shape.of(2, 3, 2)),
        of(new MaxPool2d(3).stride(1), Shape.of(4, 5, 2), Shape.of(2, 3, 2)),
        of(new MaxPool2d(3).stride(2).padding(1), Shape.of(5, 6, 2), Shape.of(3, 3, 2)),
        of(new MaxPool2d(2).ceilMode(), Shape.of(5, 3, 1), Shape.of(3, 2, 1)),
        of(new MaxPool2d(3).stride(2).ceilMode(), Shape.of(6, 8, 1), Shape.of(3, 4, 1)),
        // The last window would start in the padding and does not count.
        of(new MaxPool2d(2).stride(2).padding(1).ceilMode(), Shape.of(4, 3, 1), Shape.of(3, 2, 1)),
        of(new MaxPool2d(2).stride(3), Shape.of(6, 7, 1), Shape.of(2, 2, 1)));
  }

  @Test
  void refusesMorePaddingThanHalfTheWindow() {
    assertThatThrownBy(() -> new MaxPool2d(2).padding(2))
        .hasMessageContaining("padding")
        .hasMessageContaining("2×2");
  }

  @Test
  void paddingNeverWins() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new MaxPool2d(3).stride(2).padding(1),
                List.of(Shape.of(1, 2, 2, 1)))) {
      harness.input().set(new float[] {-3e38f, -4, -5, -6});
      harness.forward();
      assertThat(harness.output().toFloats()).containsExactly(-4);
    }
  }

  @Test
  void theFirstOfEqualsGetsTheGradient() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new MaxPool2d(2), List.of(Shape.of(1, 2, 2, 1)))) {
      harness.input().set(new float[] {0, 7, 7, 7});
      harness.outputGradient().set(new float[] {3});
      harness.forward().backward();
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(0, 3, 0, 0);
    }
  }
}
