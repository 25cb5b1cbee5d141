package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class PrependStepTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        new Case(new PrependStep(), List.of(Shape.of(3), Shape.of(4, 3)), Shape.of(5, 3)),
        new Case(new PrependStep(), List.of(Shape.of(2, 2), Shape.of(3, 2, 2)), Shape.of(4, 2, 2)),
        new Case(new PrependStep(), List.of(Shape.of(1), Shape.of(1, 1)), Shape.of(2, 1)));
  }

  @Test
  void shiftsTheSequenceByOne() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new PrependStep(),
                List.of(Shape.of(2, 1), Shape.of(2, 2, 1)))) {
      harness.input(0).set(new float[] {1, 4});
      harness.input(1).set(new float[] {2, 3, 5, 6});
      harness.lengths(Lengths.of(2, 1)).forward();
      assertThat(harness.output().toFloats()).containsExactly(1, 2, 3, 4, 5, 0);
    }
  }

  @Test
  void refusesStepsOfAnotherSize() {
    PrependStep layer = new PrependStep();
    assertThatThrownBy(() -> layer.outputShape(List.of(Shape.of(2), Shape.of(4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2]")
        .hasMessageContaining("[4, 3]");
    assertThatThrownBy(() -> layer.outputShape(List.of(Shape.of(4, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("in this order");
  }
}
