package org.dsd4j.nn.layer.norm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Precision;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
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

  @Test
  void inBfloat16ItGivesAboutTheSame() {
    try (Network narrow = withRelu(Precision.BF16);
        Network wide = withRelu(Precision.F32)) {
      assumeTrue(
          narrow.activationType() == ElementType.BFLOAT16,
          "this processor has no units for bfloat16");
      Shape batch = Shape.of(2, 4, 4, 4);
      for (Network network : List.of(narrow, wide)) {
        NetworkPass pass = network.begin(Mode.TRAINING, batch);
        pass.setInput(0, batch, Numbers.floats(Numbers.normal(128, 1))).forward(Seed.of(1));
        Numbers.set(pass.outputGradient("relu"), Numbers.normal(128, 2));
        pass.backward();
      }
      for (Parameter parameter : wide.parameters()) {
        assertThat(narrow.parameter(parameter.name()).gradient().toFloats())
            .as(parameter.name())
            .containsExactly(parameter.gradient().toFloats(), within(0.3f));
      }
    }
  }

  private static Network withRelu(Precision precision) {
    return Network.builder(Shape.of(4, 4, 4))
        .add("conv", new Conv2d(4, 1))
        .add("norm", new GroupNorm(2))
        .add("relu", Activate.relu())
        .precision(precision)
        .kernels(new OnednnKernels())
        .build(Seed.of(1));
  }
}
