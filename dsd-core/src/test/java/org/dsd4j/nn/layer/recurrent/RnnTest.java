package org.dsd4j.nn.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

class RnnTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Rnn(2), Shape.of(3, 2), Shape.of(3, 2)),
        of(new Rnn(2).relu().bidirectional(), Shape.of(2, 2), Shape.of(2, 4)),
        of(new Rnn(2).clippedRelu(0.7).layers(3), Shape.of(3, 1), Shape.of(3, 2)),
        of(new Rnn(2).lastState().withoutBias(), Shape.of(4, 1), Shape.of(2)),
        new Case(new Rnn(2).layers(2), List.of(Shape.of(2, 1), Shape.of(2, 2)), Shape.of(2, 2)));
  }

  @Test
  void gradientsAgreeWithDifferencesThroughLengths() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT64,
                new Rnn(2).clippedRelu(0.9).layers(2).bidirectional(),
                List.of(Shape.of(3, 4, 1)))) {
      Numbers.set(harness.input(), Numbers.normal(12, 5));
      Numbers.set(harness.outputGradient(), Numbers.normal(48, 7));
      GradientCheck.check(harness.lengths(Lengths.of(2, 1, 4)));
    }
  }

  @Test
  void computesByHand() {
    Rnn[] layers = {new Rnn(1), new Rnn(1).relu(), new Rnn(1).clippedRelu(2)};
    // x = 1, −3, 4 with W = 1, U = 0.5, biases 0.25 together.
    float[][] states = {{(float) Math.tanh(1.25), 0, 0}, {1.25f, 0, 4.25f}, {1.25f, 0, 2}};
    states[0][1] = (float) Math.tanh(-2.75 + 0.5 * states[0][0]);
    states[0][2] = (float) Math.tanh(4.25 + 0.5 * states[0][1]);
    for (int i = 0; i < layers.length; i++) {
      try (Kernels kernels = new Nd4jKernels();
          LayerHarness harness =
              new LayerHarness(
                  kernels, ElementType.FLOAT32, layers[i], List.of(Shape.of(1, 3, 1)))) {
        harness.input().set(new float[] {1, -3, 4});
        harness.parameter("weight_ih_l0").set(new float[] {1});
        harness.parameter("weight_hh_l0").set(new float[] {0.5f});
        harness.parameter("bias_ih_l0").set(new float[] {0.75f});
        harness.parameter("bias_hh_l0").set(new float[] {-0.5f});
        assertThat(harness.forward().output().toFloats()).containsExactly(states[i], within(1e-6f));
      }
    }
  }

  @Test
  void refusesALimitThatLeavesNothing() {
    assertThatThrownBy(() -> new Rnn(1).clippedRelu(0)).hasMessageContaining("limit");
    assertThat(new Rnn(4).clippedRelu(20)).hasToString("Rnn(4, relu up to 20.0)");
  }
}
