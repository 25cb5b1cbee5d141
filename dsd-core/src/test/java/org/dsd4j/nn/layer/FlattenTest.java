package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class FlattenTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Flatten(), Shape.of(2, 3, 2), Shape.of(12)),
        of(new Flatten(), Shape.of(4, 3), Shape.of(12)),
        of(new Flatten(), Shape.of(5), Shape.of(5)));
  }

  @Test
  void ordersImagesChannelByChannel() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new Flatten(), List.of(Shape.of(1, 2, 2, 2)))) {
      harness.input().set(new float[] {1, 10, 2, 20, 3, 30, 4, 40});
      harness.forward();
      assertThat(harness.output().toFloats()).containsExactly(1, 2, 3, 4, 10, 20, 30, 40);
      harness.outputGradient().set(new float[] {1, 2, 3, 4, 10, 20, 30, 40});
      harness.backward();
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(1, 10, 2, 20, 3, 30, 4, 40);
    }
  }
}
