package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class SoftmaxTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Softmax(), Shape.of(5), Shape.of(5)),
        of(new Softmax(), Shape.of(3, 3), Shape.of(3, 3)),
        of(new Softmax(), Shape.of(2, 2, 3), Shape.of(2, 2, 3)),
        of(new Softmax(), Shape.of(1), Shape.of(1)));
  }

  @Test
  void staysFiniteOnExtremeLogits() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new Softmax(), List.of(Shape.of(2, 3)))) {
      harness.input().set(new float[] {1e4f, -1e4f, 0, -1e4f, -1e4f, -1e4f});
      harness.forward();
      float third = 1f / 3;
      assertThat(harness.output().toFloats())
          .containsExactly(new float[] {1, 0, 0, third, third, third}, within(1e-6f));
    }
  }
}
