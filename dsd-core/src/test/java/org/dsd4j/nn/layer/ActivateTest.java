package org.dsd4j.nn.layer;

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

class ActivateTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(Activate.relu(), Shape.of(9), Shape.of(9)),
        of(Activate.leakyRelu(0.1), Shape.of(3, 4), Shape.of(3, 4)),
        of(Activate.leakyRelu(0), Shape.of(5), Shape.of(5)),
        of(Activate.elu(1), Shape.of(3, 3), Shape.of(3, 3)),
        of(Activate.elu(0.4), Shape.of(11), Shape.of(11)),
        of(Activate.gelu(), Shape.of(2, 3, 2), Shape.of(2, 3, 2)),
        of(Activate.sigmoid(), Shape.of(9), Shape.of(9)),
        of(Activate.tanh(), Shape.of(9), Shape.of(9)),
        of(Activate.softplus(), Shape.of(9), Shape.of(9)),
        of(Activate.silu(), Shape.of(9), Shape.of(9)),
        of(Activate.hardTanh(-1, 1), Shape.of(9), Shape.of(9)),
        of(Activate.hardTanh(0, 20), Shape.of(9), Shape.of(9)),
        of(Activate.clippedRelu(1), Shape.of(9), Shape.of(9)));
  }

  @Test
  void staysFiniteFarFromZero() {
    for (Case c : cases()) {
      try (Kernels kernels = new Nd4jKernels();
          LayerHarness harness =
              new LayerHarness(kernels, ElementType.FLOAT32, c.layer(), List.of(Shape.of(1, 4)))) {
        harness.input().set(new float[] {-1e4f, -100, 100, 1e4f});
        harness.outputGradient().set(new float[] {1, 1, 1, 1});
        harness.forward().backward();
        assertThat(kernels.memory().allFinite(harness.output())).as(c.toString()).isTrue();
        assertThat(kernels.memory().allFinite(harness.gradientOfInput(0)))
            .as(c.toString())
            .isTrue();
      }
    }
  }

  @Test
  void passesNotANumberOn() {
    for (Case c : cases()) {
      try (Kernels kernels = new Nd4jKernels();
          LayerHarness harness =
              new LayerHarness(kernels, ElementType.FLOAT32, c.layer(), List.of(Shape.of(1, 2)))) {
        harness.input().set(new float[] {Float.NaN, 1});
        harness.forward();
        assertThat(harness.output().toFloats()[0]).as(c.toString()).isNaN();
      }
    }
  }

  @Test
  void reluHasNoSlopeAtZero() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, Activate.relu(), List.of(Shape.of(1, 3)))) {
      harness.input().set(new float[] {-1, 0, 1});
      harness.outputGradient().set(new float[] {5, 5, 5});
      harness.forward().backward();
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(0, 0, 5);
    }
  }

  @Test
  void refusesBoundsInTheWrongOrder() {
    assertThatThrownBy(() -> Activate.hardTanh(1, 0)).hasMessageContaining("low < high");
  }
}
