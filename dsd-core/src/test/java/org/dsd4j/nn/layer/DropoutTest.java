package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class DropoutTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Dropout(0.5), Shape.of(20), Shape.of(20)),
        of(new Dropout(0.3), Shape.of(4, 3, 2), Shape.of(4, 3, 2)),
        of(new Dropout(0.4).sameForAllSteps(), Shape.of(4, 10), Shape.of(4, 10)),
        of(new Dropout(0.4).sameForAllSteps(), Shape.of(3, 3, 4), Shape.of(3, 3, 4)));
  }

  @Override
  protected boolean dependsOnMode() {
    return true;
  }

  @Override
  protected boolean isRandom() {
    return true;
  }

  @Test
  void keepsTheMean() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new Dropout(0.3), List.of(Shape.of(10, 2000)))) {
      kernels.memory().fill(harness.input(), 7);
      float[] output = harness.forward().output().toFloats();
      int dropped = 0;
      for (float value : output) {
        if (value == 0) {
          dropped++;
        } else {
          assertThat(value).isCloseTo(10, within(1e-4f));
        }
      }
      // Within four standard deviations.
      assertThat(dropped).isCloseTo(6000, within(260));
    }
  }

  @Test
  void mayDropTheSameFromAllStepsOfASequence() {
    for (Kernels opened : List.of(new Nd4jKernels(), new OnednnKernels())) {
      try (Kernels kernels = opened;
          LayerHarness harness =
              new LayerHarness(
                  kernels,
                  ElementType.FLOAT32,
                  new Dropout(0.5).sameForAllSteps(),
                  List.of(Shape.of(2, 70, 1000)))) {
        kernels.memory().fill(harness.input(), 3);
        float[] output = harness.forward().output().toFloats();
        float[] first = Arrays.copyOf(output, 1000);
        float[] second = Arrays.copyOfRange(output, 70_000, 71_000);
        assertThat(first).containsOnly(0, 6).isNotEqualTo(second);
        for (int step = 0; step < 70; step++) {
          assertThat(Arrays.copyOfRange(output, step * 1000, (step + 1) * 1000)).isEqualTo(first);
        }
      }
    }
    assertThatThrownBy(() -> new Dropout(0.5).sameForAllSteps().outputShape(List.of(Shape.of(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("a sequence [T, F]");
  }

  @Test
  void withRateZeroChangesNothing() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new Dropout(0), List.of(Shape.of(1, 3)))) {
      harness.input().set(new float[] {1, 2, 3});
      harness.outputGradient().set(new float[] {4, 5, 6});
      harness.forward().backward();
      assertThat(harness.output().toFloats()).containsExactly(1, 2, 3);
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(4, 5, 6);
    }
  }

  @Test
  void refusesToDropAll() {
    assertThatThrownBy(() -> new Dropout(1)).hasMessageContaining("rate");
  }
}
