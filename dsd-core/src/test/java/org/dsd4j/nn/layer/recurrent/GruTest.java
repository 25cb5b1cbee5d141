package org.dsd4j.nn.layer.recurrent;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class GruTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Gru(2), Shape.of(2, 2), Shape.of(2, 2)),
        of(new Gru(1).layers(2).bidirectional().lastState(), Shape.of(2, 1), Shape.of(2)),
        new Case(
            new Gru(1).layers(2).withoutBias(),
            List.of(Shape.of(2, 1), Shape.of(2, 1)),
            Shape.of(2, 1)));
  }

  @Test
  void gradientsAgreeWithDifferencesThroughLengths() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT64,
                new Gru(1).bidirectional(),
                List.of(Shape.of(3, 3, 2), Shape.of(3, 2, 1)))) {
      Numbers.set(harness.input(0), Numbers.normal(18, 5));
      Numbers.set(harness.input(1), Numbers.normal(6, 6));
      Numbers.set(harness.outputGradient(), Numbers.normal(18, 7));
      GradientCheck.check(harness.lengths(Lengths.of(2, 1, 3)));
    }
  }
}
