package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.SequenceLayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class MaskPaddingTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new MaskPadding(), Shape.of(5), Shape.of(5)),
        of(new MaskPadding(), Shape.of(4, 3), Shape.of(4, 3)),
        of(new MaskPadding(), Shape.of(4, 2, 2), Shape.of(4, 2, 2)));
  }

  @Test
  void keepsRealStepsAlone() {
    try (Kernels kernels = new OnednnKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels, ElementType.FLOAT32, new MaskPadding(), List.of(Shape.of(2, 3, 1)))) {
      harness.input().set(new float[] {1, 2, 3, 4, 5, 6});
      harness.outputGradient().set(new float[] {9, 8, 7, 6, 5, 4});
      harness.lengths(Lengths.of(1, 2)).forward().backward();
      assertThat(harness.output().toFloats()).containsExactly(1, 0, 0, 4, 5, 0);
      assertThat(harness.gradientOfInput(0).toFloats()).containsExactly(9, 0, 0, 6, 5, 0);
    }
  }
}
