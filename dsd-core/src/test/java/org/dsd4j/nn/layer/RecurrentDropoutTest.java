package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.layer.recurrent.Rnn;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** Recurrent layers with dropout between them. */
class RecurrentDropoutTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Rnn(4).layers(2).dropout(0.5), Shape.of(3, 2), Shape.of(3, 4)),
        of(new Rnn(3).layers(3).variationalDropout(0.4), Shape.of(2, 2), Shape.of(2, 3)));
  }

  @Override
  protected boolean dependsOnMode() {
    return true;
  }

  @Override
  protected boolean isRandom() {
    return true;
  }

  @Test
  void dropsOtherElementsAtEachStepOrTheSame() {
    for (Kernels opened : List.of(new Nd4jKernels(), new OnednnKernels())) {
      try (Kernels kernels = opened) {
        assertThat(isSameAtEachStep(kernels, new Rnn(20).layers(2).dropout(0.5))).isFalse();
        assertThat(isSameAtEachStep(kernels, new Rnn(20).layers(2).variationalDropout(0.5)))
            .isTrue();
      }
    }
  }

  private static boolean isSameAtEachStep(Kernels kernels, Rnn layer) {
    int steps = 6;
    try (LayerHarness harness =
        new LayerHarness(kernels, ElementType.FLOAT32, layer, List.of(Shape.of(2, steps, 3)))) {
      harness.input().set(Numbers.floats(Numbers.normal(2 * steps * 3, 1)));
      harness.forward();
      Tensor between = harness.saved("output.l0");
      float[] values = between.toFloats();
      boolean same = true;
      int dropped = 0;
      for (int i = 0; i < values.length; i++) {
        int sample = i / (steps * 20);
        float first = values[sample * steps * 20 + i % 20];
        same &= (first == 0) == (values[i] == 0);
        dropped += values[i] == 0 ? 1 : 0;
      }
      assertThat(dropped).isBetween(60, 180);
      return same;
    }
  }
}
