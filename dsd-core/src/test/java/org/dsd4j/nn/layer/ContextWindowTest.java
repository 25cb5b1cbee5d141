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
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.Test;

class ContextWindowTest extends SequenceLayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new ContextWindow(1, 2), Shape.of(5, 3), Shape.of(5, 12)),
        of(new ContextWindow(0, 0), Shape.of(3, 2), Shape.of(3, 2)),
        of(new ContextWindow(6, 0), Shape.of(4, 1), Shape.of(4, 7)),
        of(new ContextWindow(0, 5), Shape.of(4, 1), Shape.of(4, 6)));
  }

  @Test
  void seesZerosOutsideOfTheSequence() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT32,
                new ContextWindow(1, 1),
                List.of(Shape.of(1, 4, 1)))) {
      harness.input().set(new float[] {1, 2, 3, 4});
      harness.lengths(Lengths.of(3)).forward();
      assertThat(harness.output().toFloats()).containsExactly(0, 1, 2, 1, 2, 3, 2, 3, 0, 0, 0, 0);
    }
  }

  @Test
  void refusesNegativeNumbersOfSteps() {
    assertThatThrownBy(() -> new ContextWindow(-1, 0)).hasMessageContaining("steps before");
    assertThatThrownBy(() -> new ContextWindow(0, -1)).hasMessageContaining("steps after");
  }
}
