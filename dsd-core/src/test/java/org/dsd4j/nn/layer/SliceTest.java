package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class SliceTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Slice(1, 3), Shape.of(4, 5), Shape.of(4, 2)),
        of(new Slice(0, 2), Shape.of(3, 2, 2), Shape.of(3, 2, 2)),
        of(new Slice(3, 4), Shape.of(2, 4), Shape.of(2, 1)));
  }

  @Override
  protected boolean clearsPadding() {
    return false;
  }

  @Test
  void takesAPartOfAVector() {
    try (Kernels kernels = new OnednnKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new Slice(1, 3), List.of(Shape.of(2, 4)))) {
      harness.input().set(new float[] {1, 2, 3, 4, 5, 6, 7, 8});
      harness.outputGradient().set(new float[] {1, 2, 3, 4});
      harness.forward().backward();
      assertThat(harness.output().toFloats()).containsExactly(2, 3, 6, 7);
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(0, 1, 2, 0, 0, 3, 4, 0);
    }
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(() -> new Slice(1, 5).outputShape(List.of(Shape.of(3, 4))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("at least 5 elements");
    assertThatThrownBy(() -> new Slice(2, 2)).hasMessageContaining("slice");
    assertThatThrownBy(() -> new Slice(-1, 2)).hasMessageContaining("start of a slice");
  }
}
