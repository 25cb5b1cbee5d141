package org.dsd4j.nn.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class InstanceNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new InstanceNorm(), Shape.of(2, 3, 2), Shape.of(2, 3, 2)),
        of(new InstanceNorm(0.1), Shape.of(3, 2, 3), Shape.of(3, 2, 3)),
        of(new InstanceNorm(), Shape.of(4, 1, 1), Shape.of(4, 1, 1)));
  }

  @Test
  void normalisesEachChannelOfEachPictureByItself() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new InstanceNorm(), List.of(Shape.of(2, 2, 1, 2)))) {
      harness.input().set(new float[] {1, 10, 3, 30, 8, -5, 7, 5});
      harness.parameter("weight").set(new float[] {1, 2});
      harness.parameter("bias").set(new float[] {0, 100});
      assertThat(harness.forward().output().toFloats())
          .containsExactly(new float[] {-1, 98, 1, 102, 1, 98, -1, 102}, within(1e-3f));
    }
  }

  @Test
  void refusesPicturesOfOnePixel() {
    assertThatThrownBy(() -> new InstanceNorm().outputShape(List.of(Shape.of(1, 1, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("no variance");
    assertThatThrownBy(() -> new InstanceNorm(0)).hasMessageContaining("epsilon");
  }
}
