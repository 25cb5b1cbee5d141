package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class RowConvolutionTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new RowConvolution(2), Shape.of(5, 3), Shape.of(5, 3)),
        of(new RowConvolution(0), Shape.of(3, 2), Shape.of(3, 2)),
        of(new RowConvolution(6), Shape.of(4, 1), Shape.of(4, 1)));
  }

  @Test
  void looksAhead() {
    RowConvolution layer = new RowConvolution(1).initializer(Initializer.constant(1));
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(kernels, ElementType.FLOAT32, layer, List.of(Shape.of(1, 4, 1)))) {
      harness.parameter("weight").set(new float[] {1, 10});
      harness.input().set(new float[] {1, 2, 3, 4});
      harness.lengths(Lengths.of(3)).forward();
      assertThat(harness.output().toFloats()).containsExactly(21, 32, 3, 0);
    }
  }

  @Test
  void isNotPrunedByDefault() {
    var weight = new RowConvolution(19).parameters(List.of(Shape.of(7, 30))).get(0);
    assertThat(weight.shape()).isEqualTo(Shape.of(30, 20));
    assertThat(weight.role()).isEqualTo(Role.LOOKAHEAD_WEIGHT);
    assertThat(weight.role().prunable()).isFalse();
    assertThat(new RowConvolution(19).multiplyAdds(List.of(Shape.of(7, 30)))).isEqualTo(4200);
  }

  @Test
  void refusesImagesAndThePast() {
    assertThatThrownBy(() -> new RowConvolution(1).outputShape(List.of(Shape.of(4, 3, 2))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("FlattenSteps");
    assertThatThrownBy(() -> new RowConvolution(-1)).hasMessageContaining("future steps");
  }
}
