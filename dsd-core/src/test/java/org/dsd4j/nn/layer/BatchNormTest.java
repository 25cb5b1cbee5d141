package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.LayerContract;
import org.dsd4j.nn.Mode;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class BatchNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new BatchNorm(), Shape.of(3, 2, 2), Shape.of(3, 2, 2)),
        of(new BatchNorm().epsilon(0.1).momentum(0.5), Shape.of(2, 2, 3), Shape.of(2, 2, 3)),
        of(new BatchNorm(), Shape.of(5, 1), Shape.of(5, 1)),
        of(new BatchNorm().epsilon(1), Shape.of(4), Shape.of(4)));
  }

  @Override
  protected boolean dependsOnMode() {
    return true;
  }

  @Test
  void gathersMeanAndUnbiasedVariance() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new BatchNorm().momentum(0.25),
                List.of(Shape.of(4, 1)))) {
      harness.input().set(new float[] {1, 2, 3, 6});
      harness.forward();
      // The batch: mean 3, squares of distances 4 + 1 + 0 + 9 = 14, over 3.
      assertThat(harness.parameter("running_mean").toFloats()[0]).isCloseTo(0.75f, within(1e-6f));
      assertThat(harness.parameter("running_var").toFloats()[0])
          .isCloseTo(0.75f + 0.25f * 14 / 3, within(1e-6f));
      harness.mode(Mode.INFERENCE).forward();
      assertThat(harness.parameter("running_mean").toFloats()[0]).isCloseTo(0.75f, within(1e-6f));
    }
  }

  @Test
  void staysFiniteOnOneRowAndOnConstants() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new BatchNorm(), List.of(Shape.of(1, 2)))) {
      harness.input().set(new float[] {5, -5});
      harness.outputGradient().set(new float[] {1, 1});
      harness.forward().backward();
      assertThat(harness.output().toFloats()).containsExactly(0, 0);
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(0, 0);
      assertThat(harness.parameter("running_var").toFloats()).containsExactly(0.9f, 0.9f);
    }
  }

  @Test
  void survivesAMeanFarFromZero() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new BatchNorm(), List.of(Shape.of(4, 1)))) {
      harness.input().set(new float[] {10001, 9999, 10001, 9999});
      harness.forward();
      assertThat(harness.output().toFloats())
          .containsExactly(new float[] {1, -1, 1, -1}, within(1e-4f));
    }
  }

  @Test
  void mayStartAtZero() {
    var specs = new BatchNorm().startingAtZero().parameters(List.of(Shape.of(2)));
    float[] start = {5, 5};
    specs.get(0).initializer().fill(start, specs.get(0).shape(), new java.util.Random(1));
    assertThat(start).containsOnly(0);
    assertThatThrownBy(() -> new BatchNorm().momentum(0)).hasMessageContaining("momentum");
  }
}
