package org.dsd4j.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.kernel.onednn.OnednnKernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkPass;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.nn.layer.recurrent.Gru;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Truncated backpropagation: the state goes on from batch to batch. */
class CarriedStateTest {
  private static final int SAMPLES = 3;
  private static final int STEPS = 6;

  private static Stream<Kernels> kernels() {
    return Stream.of(new Nd4jKernels(), new OnednnKernels());
  }

  private static Lstm plain() {
    return new Lstm(4).layers(2);
  }

  private static LayerHarness harness(Kernels kernels, Layer layer, int samples, int steps) {
    LayerHarness harness =
        new LayerHarness(kernels, ElementType.FLOAT32, layer, List.of(Shape.of(samples, steps, 2)));
    harness.kernels().memory().fill(harness.outputGradient(), 0);
    return harness;
  }

  /** Steps {@code from} to {@code from + count} of the first samples. */
  private static float[] part(int samples, int from, int count) {
    float[] all = Numbers.floats(Numbers.normal(SAMPLES * STEPS * 2, 3));
    float[] part = new float[samples * count * 2];
    for (int sample = 0; sample < samples; sample++) {
      System.arraycopy(all, (sample * STEPS + from) * 2, part, sample * count * 2, count * 2);
    }
    return part;
  }

  private static float[] rows(float[] all, int samples, int from, int count) {
    float[] rows = new float[samples * count * 4];
    for (int sample = 0; sample < samples; sample++) {
      System.arraycopy(all, (sample * STEPS + from) * 4, rows, sample * count * 4, count * 4);
    }
    return rows;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void partsOfASequenceGiveTheWhole(Kernels opened) {
    try (Kernels kernels = opened;
        LayerHarness whole = harness(kernels, plain(), SAMPLES, STEPS);
        LayerHarness parts = harness(kernels, plain().carryingState(SAMPLES), SAMPLES, 2)) {
      whole.input().set(part(SAMPLES, 0, STEPS));
      float[] expected = whole.forward().output().toFloats();
      for (int from = 0; from < STEPS; from += 2) {
        parts.input().set(part(SAMPLES, from, 2));
        parts.forward().backward();
        assertThat(parts.output().toFloats())
            .containsExactly(rows(expected, SAMPLES, from, 2), within(1e-6f));
      }
      // From there on once more: not from zeros.
      parts.input().set(part(SAMPLES, 0, 2));
      float[] later = parts.forward().output().toFloats();
      assertThat(later).isNotEqualTo(rows(expected, SAMPLES, 0, 2));
      assertThat(parts.mode(Mode.INFERENCE).forward().output().toFloats())
          .containsExactly(rows(expected, SAMPLES, 0, 2), within(1e-6f));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aRecomputationGivesTheSameAndMovesNothing(Kernels opened) {
    try (Kernels kernels = opened;
        LayerHarness harness = harness(kernels, plain().carryingState(SAMPLES), SAMPLES, 2)) {
      harness.input().set(part(SAMPLES, 0, 2));
      harness.forward().forward();
      float[] output = harness.output().toFloats();
      float[] state = harness.parameter("carried_hidden").toFloats();
      harness.spoil().recompute().recompute();
      assertThat(harness.output().toFloats()).isEqualTo(output);
      assertThat(harness.parameter("carried_hidden").toFloats()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void aSmallerBatchTakesTheStatesOfItsSamples(Kernels opened) {
    try (Kernels kernels = opened;
        LayerHarness whole = harness(kernels, plain(), SAMPLES, STEPS);
        LayerHarness first = harness(kernels, plain().carryingState(SAMPLES), SAMPLES, 4);
        LayerHarness second = harness(kernels, plain().carryingState(SAMPLES), 2, 2)) {
      whole.input().set(part(SAMPLES, 0, STEPS));
      float[] expected = whole.forward().output().toFloats();
      first.input().set(part(SAMPLES, 0, 4));
      first.forward();
      first.parameters().forEach((name, tensor) -> second.parameter(name).set(tensor.toFloats()));
      float[] before = second.parameter("carried_cell").toFloats();
      second.input().set(part(2, 4, 2));
      assertThat(second.forward().output().toFloats())
          .containsExactly(rows(expected, 2, 4, 2), within(1e-6f));
      float[] after = second.parameter("carried_cell").toFloats();
      int ofTwo = 2 * 2 * 4;
      assertThat(Arrays.copyOfRange(after, ofTwo, after.length))
          .isEqualTo(Arrays.copyOfRange(before, ofTwo, before.length));
      assertThat(after).isNotEqualTo(before);
    }
  }

  @Test
  void eachSequenceLeavesTheStateOfItsOwnEnd() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness =
            harness(kernels, new Gru(4).lastState().carryingState(SAMPLES), SAMPLES, STEPS)) {
      harness.input().set(part(SAMPLES, 0, STEPS));
      harness.lengths(Lengths.of(6, 2, 3)).forward();
      assertThat(harness.parameter("carried_hidden").toFloats())
          .isEqualTo(harness.output().toFloats());
    }
  }

  @Test
  void refusesALargerBatchAndMovesNothing() {
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness = harness(kernels, plain().carryingState(2), SAMPLES, 2)) {
      assertThatThrownBy(harness::forward)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("at most 2 samples")
          .hasMessageContaining("received 3");
      assertThat(harness.parameter("carried_hidden").toFloats()).containsOnly(0);
    }
  }

  @Test
  void heldItStartsFromZerosAndLeavesTheStateAlone() {
    Lstm carrying = plain().carryingState(SAMPLES);
    List<Shape> input = List.of(Shape.of(STEPS, 2));
    assertThat(carrying.parameters(input).stream().filter(p -> p.role() == Role.CARRIED_STATE))
        .hasSize(4);
    try (Kernels kernels = new Nd4jKernels();
        LayerHarness harness = harness(kernels, carrying, SAMPLES, 2).holdingStatistics()) {
      harness.parameter("carried_hidden").set(new float[SAMPLES * 8]);
      harness.input().set(part(SAMPLES, 0, 2));
      float[] first = harness.forward().output().toFloats();
      assertThat(harness.forward().output().toFloats()).isEqualTo(first);
      assertThat(harness.parameter("carried_hidden").toFloats()).containsOnly(0);
    }
  }

  @Test
  void theNetworkKeepsItInSnapshotsAndSetsItToZero() {
    try (Network network =
        Network.builder(Shape.of(2, 2))
            .add("lstm", plain().carryingState(SAMPLES))
            .add("fc", new Dense(3))
            .build(Seed.of(1))) {
      float[] first = step(network);
      try (WeightSnapshot after = network.snapshot()) {
        float[] second = step(network);
        assertThat(second).isNotEqualTo(first);
        network.restore(after);
        assertThat(step(network)).isEqualTo(second);
      }
      assertThat(network.statistics())
          .extracting(Parameter::name)
          .contains("lstm.carried_hidden", "lstm.carried_cell_before");
      network.resetState();
      assertThat(step(network)).isEqualTo(first);
      Map<String, Shape> outputs = network.outputShapes();
      assertThat(outputs).containsEntry("fc", Shape.of(2, 3));
    }
  }

  private static float[] step(Network network) {
    NetworkPass pass = network.begin(Mode.TRAINING, SAMPLES);
    pass.setInput(0, Shape.of(SAMPLES, 2, 2), part(SAMPLES, 0, 2)).forward(Seed.of(1));
    return pass.output().toFloats();
  }
}
