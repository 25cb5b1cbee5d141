package org.dsd4j.nn.layer.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

class LstmTest extends LayerContract {
  @Override
  protected List<Case> cases() {
    return List.of(
        of(new Lstm(2), Shape.of(2, 2), Shape.of(2, 2)),
        of(new Lstm(1).layers(2).bidirectional(), Shape.of(2, 1), Shape.of(2, 2)),
        of(new Lstm(1).bidirectional().lastState().withoutBias(), Shape.of(2, 2), Shape.of(2)),
        new Case(new Lstm(2), List.of(Shape.of(2, 1), Shape.of(2), Shape.of(2)), Shape.of(2, 2)));
  }

  @Test
  void gradientsAgreeWithDifferencesThroughLengths() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT64,
                new Lstm(1).bidirectional(),
                List.of(Shape.of(3, 3, 2), Shape.of(3, 2, 1), Shape.of(3, 2, 1)))) {
      for (int i = 0; i < harness.inputs(); i++) {
        Numbers.set(harness.input(i), Numbers.normal(Numbers.size(harness.input(i)), 5 + i));
      }
      Numbers.set(harness.outputGradient(), Numbers.normal(3 * 3 * 2, 9));
      GradientCheck.check(harness.lengths(Lengths.of(1, 3, 2)));
      assertThat(harness.output().toFloats()).contains(0);
    }
  }

  @Test
  void gradientsOfTheLastStateAgreeWithDifferencesThroughLengths() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            new LayerHarness(
                kernels,
                ElementType.FLOAT64,
                new Lstm(1).layers(2).bidirectional().lastState(),
                List.of(Shape.of(3, 3, 1)))) {
      Numbers.set(harness.input(), Numbers.normal(9, 5));
      Numbers.set(harness.outputGradient(), Numbers.normal(6, 6));
      GradientCheck.check(harness.lengths(Lengths.of(3, 1, 2)));
    }
  }

  @Test
  void declaresItsParametersAsPyTorchDoes() {
    List<ParameterSpec> specs =
        new Lstm(5).layers(2).bidirectional().parameters(List.of(Shape.of(7, 3)));
    assertThat(specs)
        .extracting(ParameterSpec::name)
        .containsExactly(
            "weight_ih_l0",
            "weight_hh_l0",
            "bias_ih_l0",
            "bias_hh_l0",
            "weight_ih_l0_reverse",
            "weight_hh_l0_reverse",
            "bias_ih_l0_reverse",
            "bias_hh_l0_reverse",
            "weight_ih_l1",
            "weight_hh_l1",
            "bias_ih_l1",
            "bias_hh_l1",
            "weight_ih_l1_reverse",
            "weight_hh_l1_reverse",
            "bias_ih_l1_reverse",
            "bias_hh_l1_reverse");
    assertThat(specs.get(0).shape()).isEqualTo(Shape.of(20, 3));
    assertThat(specs.get(1).shape()).isEqualTo(Shape.of(20, 5));
    assertThat(specs.get(2).shape()).isEqualTo(Shape.of(20));
    assertThat(specs.get(8).shape()).isEqualTo(Shape.of(20, 10));
    assertThat(specs.get(8).role()).isEqualTo(Role.RECURRENT_WEIGHT);
    assertThat(specs.get(9).role()).isEqualTo(Role.RECURRENT_WEIGHT);
    assertThat(specs.get(10).role()).isEqualTo(Role.BIAS);
    assertThat(Role.RECURRENT_WEIGHT.prunable()).isTrue();
  }

  private static float[] start(ParameterSpec spec) {
    float[] values = new float[(int) spec.shape().elements()];
    spec.initializer().fill(values, spec.shape(), Seed.of(1).stream());
    return values;
  }

  @Test
  void startsAsPyTorchDoesOrRemembering() {
    List<Shape> input = List.of(Shape.of(7, 3));
    for (ParameterSpec spec : new Lstm(16).parameters(input)) {
      float largest = 0;
      for (float value : start(spec)) {
        largest = Math.max(largest, Math.abs(value));
      }
      assertThat(largest).isBetween(0.2f, 0.25f);
    }
    List<ParameterSpec> specs = new Lstm(4).forgetBias(1.5).layers(2).parameters(input);
    for (int first : new int[] {0, 4}) {
      float[] ofInput = start(specs.get(first + 2));
      float[] ofState = start(specs.get(first + 3));
      for (int i = 0; i < 16; i++) {
        boolean forget = i >= 4 && i < 8;
        assertThat(ofInput[i] + ofState[i] == 1.5f).isEqualTo(forget);
      }
    }
  }

  @Test
  void countsItsProducts() {
    List<Shape> input = List.of(Shape.of(50, 512));
    Lstm layer = new Lstm(512).layers(2);
    assertThat(layer.multiplyAdds(input)).isEqualTo(50L * 4 * 512 * 4 * 512);
    assertThat(layer.multiplyAddsOfInputs(input)).isEqualTo(50L * 512 * 4 * 512);
    assertThat(new Lstm(8).bidirectional().layers(2).multiplyAdds(List.of(Shape.of(1, 3))))
        .isEqualTo(2 * 32 * (3 + 8 + 16 + 8));
  }

  @Test
  void refusesWhatItCannotTake() {
    Lstm layer = new Lstm(3).layers(2);
    assertThatThrownBy(() -> layer.outputShape(List.of(Shape.of(3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[steps, features]");
    assertThatThrownBy(() -> layer.outputShape(List.of(Shape.of(4, 3), Shape.of(2, 3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("1 or 3");
    assertThatThrownBy(
            () -> layer.outputShape(List.of(Shape.of(4, 3), Shape.of(2, 3), Shape.of(3))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("[2, 3]");
    assertThatThrownBy(
            () ->
                layer
                    .carryingState(4)
                    .outputShape(List.of(Shape.of(4, 3), Shape.of(2, 3), Shape.of(2, 3))))
        .hasMessageContaining("carryingState");
    assertThatThrownBy(() -> new Lstm(0)).hasMessageContaining("size of the state");
    assertThatThrownBy(() -> layer.layers(0)).hasMessageContaining("layers");
    assertThatThrownBy(() -> layer.dropout(1)).hasMessageContaining("dropout rate");
    assertThatThrownBy(() -> layer.carryingState(0)).hasMessageContaining("batch size");
  }

  @Test
  void saysItsSettings() {
    assertThat(
            new Lstm(8).layers(2).bidirectional().variationalDropout(0.3).forgetBias(1).lastState())
        .hasToString(
            "Lstm(8, 2 layers, bidirectional, dropout 0.3 the same at each step, last state,"
                + " forget bias 1.0)");
  }
}
