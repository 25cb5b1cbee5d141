package org.dsd4j.nn.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class GroupNormTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new GroupNorm(2), Shape.of(2, 3, 4), Shape.of(2, 3, 4)),
        of(new GroupNorm(1).epsilon(0.1), Shape.of(2, 1, 3), Shape.of(2, 1, 3)),
        of(new GroupNorm(3), Shape.of(3, 2, 3), Shape.of(3, 2, 3)),
        of(new GroupNorm(2), Shape.of(1, 1, 6), Shape.of(1, 1, 6)));
  }

  @Test
  void normalisesEachGroupOfEachPictureByItself() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new GroupNorm(2), List.of(Shape.of(2, 1, 1, 4)))) {
      harness.input().set(new float[] {1, 3, 10, 30, -5, 5, 7, 8});
      harness.parameter("weight").set(new float[] {1, 2, 3, 4});
      harness.parameter("bias").set(new float[] {0, 0, 0, 100});
      assertThat(harness.forward().output().toFloats())
          .containsExactly(new float[] {-1, 2, -3, 104, -1, 2, -3, 104}, within(1e-3f));
    }
  }

  @Test
  void refusesGroupsThatDoNotFitAndThoseOfOneValue() {
    assertThatThrownBy(() -> new GroupNorm(0)).hasMessageContaining("groups");
    assertThatThrownBy(() -> new GroupNorm(2).epsilon(0)).hasMessageContaining("epsilon");
    assertThatThrownBy(() -> new GroupNorm(3).outputShape(List.of(Shape.of(2, 2, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("divisor of the input's 4 channels");
    assertThatThrownBy(() -> new GroupNorm(4).outputShape(List.of(Shape.of(1, 1, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("no variance");
  }

  @Test
  void refusesPaddedSequencesInWhichPaddingWouldCount() {
    Shape batch = Shape.of(2, 4, 3, 2);
    try (Network network =
        Network.builder(batch.unbatched()).add("norm", new GroupNorm(2)).build(Seed.of(1))) {
      NetworkPass pass = network.begin(Mode.INFERENCE, batch);
      assertThatThrownBy(() -> pass.setLengths(Lengths.of(4, 2)).forward(Seed.of(1)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("padding");
    }
  }
}
