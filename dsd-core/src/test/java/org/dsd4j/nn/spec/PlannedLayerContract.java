package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the network's plans rely on: what a layer reads, writes, shares and fuses. */
public abstract class PlannedLayerContract extends LayerCases {
  @TestFactory
  Stream<DynamicTest> writesOnlyItsResults() {
    return forEachHarness(
        ElementType.FLOAT32,
        harness -> {
          List<float[]> inputs = inputs(harness);
          harness.forward();
          Map<String, float[]> parameters = copies(harness.parameters());
          float[] output = harness.output().toFloats();
          float[] outputGradient = harness.outputGradient().toFloats();
          harness.backward();
          assertThat(inputs(harness)).usingRecursiveComparison().isEqualTo(inputs);
          assertSame(copies(harness.parameters()), parameters);
          assertThat(harness.output().toFloats()).isEqualTo(output);
          assertThat(harness.outputGradient().toFloats()).isEqualTo(outputGradient);
        });
  }

  @TestFactory
  Stream<DynamicTest> backwardReadsNoMoreThanItSays() {
    return forEachHarness(
        ElementType.FLOAT64,
        harness -> {
          checkReads(harness);
        });
  }

  @TestFactory
  Stream<DynamicTest> sharesWhatItSays() {
    return forEachHarness(
        ElementType.FLOAT64,
        harness -> {
          for (Mode mode : Mode.values()) {
            harness.mode(mode).spoil().forward().backward();
            boolean view = harness.layer().isView(mode, harness.inputShapes());
            if (view) {
              assertThat(harness.inputs()).isEqualTo(1);
              assertThat(harness.output().toFloats()).isEqualTo(harness.input().toFloats());
            }
            for (int i = 0; i < harness.inputs(); i++) {
              if (view || harness.layer().passesGradientOn()) {
                assertThat(harness.gradientOfInput(i).toFloats())
                    .isEqualTo(harness.outputGradient().toFloats());
              }
            }
          }
        });
  }

  private static void checkReads(LayerHarness harness) {
    double[] outputGradient = Numbers.get(harness.outputGradient());
    Map<String, float[]> expected = copies(gradients(harness.forward().backward()));
    harness.spoil().forward();
    Numbers.set(harness.outputGradient(), outputGradient);
    if (!harness.step().backwardReads().contains(Reads.INPUTS)) {
      for (int i = 0; i < harness.inputs(); i++) {
        harness.kernels().memory().fill(harness.input(i), Double.NaN);
      }
    }
    if (!harness.step().backwardReads().contains(Reads.OUTPUT)) {
      harness.kernels().memory().fill(harness.output(), Double.NaN);
    }
    assertSame(copies(gradients(harness.backward())), expected);
  }

  /** As one step, a layer and a ReLU give what they give as two. */
  @TestFactory
  Stream<DynamicTest> doesTheSameTogetherWithAReluBehindIt() {
    return onEachKernels(
        ElementType.FLOAT32,
        (kernels, c) -> {
          for (Mode mode : Mode.values()) {
            for (boolean held : new boolean[] {false, true}) {
              compareWithTwoSteps(kernels, c, mode, held);
            }
          }
        });
  }

  private void compareWithTwoSteps(Kernels kernels, Case c, Mode mode, boolean held) {
    Case relu = of(Activate.relu(), c.output(), c.output());
    try (LayerHarness together = harness(kernels, ElementType.FLOAT32, c, BATCH).mode(mode);
        LayerHarness first = harness(kernels, ElementType.FLOAT32, c, BATCH).mode(mode);
        LayerHarness second = harness(kernels, ElementType.FLOAT32, relu, BATCH).mode(mode)) {
      if (held) {
        together.holdingStatistics();
        first.holdingStatistics();
      }
      if (!together.endWith(Activate.relu())) {
        return;
      }
      first.forward();
      second.input().set(first.output().toFloats());
      second.forward().backward();
      first.outputGradient().set(second.gradientOfInput(0).toFloats());
      first.backward();
      float[] given = together.outputGradient().toFloats();
      together.forward();
      assertThat(together.output().toFloats())
          .containsExactly(second.output().toFloats(), within(1e-6f));
      together.backward();
      if (!together.step().overwritesOutputGradient()) {
        assertThat(together.outputGradient().toFloats()).isEqualTo(given);
      }
      Map<String, float[]> expected = copies(gradients(first));
      copies(gradients(together))
          .forEach(
              (name, values) ->
                  assertThat(values).as(name).containsExactly(expected.get(name), within(2e-5f)));
      assertSame(copies(statistics(together)), copies(statistics(first)));
      together.outputGradient().set(given);
      checkReads(together);
    }
  }

  /** Held, statistics are neither moved nor replaced by the batch's. */
  @TestFactory
  Stream<DynamicTest> holdsItsStatisticsIfItHasAny() {
    return forEachHarness(
        ElementType.FLOAT32,
        harness -> {
          Map<String, float[]> start = copies(statistics(harness));
          harness.holdingStatistics().mode(Mode.TRAINING).forward().backward();
          assertSame(copies(statistics(harness)), start);
          Map<String, float[]> training = copies(results(harness));
          if (!isRandom()) {
            harness.spoil().mode(Mode.INFERENCE).forward().backward();
            assertSame(start.isEmpty() ? training : copies(results(harness)), training);
          }
        });
  }

  private static Map<String, Tensor> statistics(LayerHarness harness) {
    Map<String, Tensor> statistics = new LinkedHashMap<>(harness.parameters());
    statistics.keySet().removeAll(harness.parameterGradients().keySet());
    return statistics;
  }

  @TestFactory
  Stream<DynamicTest> computesNoMoreGradientsThanAreAskedFor() {
    return forEachHarness(
        ElementType.FLOAT64,
        harness -> {
          harness.forward();
          harness.wanting(false, false).backward();
          assertRubbish(harness, true, true);
          harness.wanting(true, false).backward();
          assertRubbish(harness, false, true);
          Map<String, float[]> ofInputs = copies(results(harness));
          harness.spoil().forward().wanting(false, true).backward();
          assertRubbish(harness, true, false);
          Map<String, float[]> ofParameters = copies(results(harness));
          Map<String, float[]> all =
              copies(results(harness.spoil().forward().wanting(true, true).backward()));
          all.forEach(
              (name, values) -> {
                float[] part = (name.startsWith("input") ? ofInputs : ofParameters).get(name);
                assertThat(part).as(name).containsExactly(values, within(1e-6f));
              });
        });
  }

  private static void assertRubbish(LayerHarness harness, boolean inputs, boolean parameters) {
    for (int i = 0; inputs && i < harness.inputs(); i++) {
      assertThat(harness.gradientOfInput(i).toFloats()).containsOnly((float) LayerHarness.RUBBISH);
    }
    if (parameters) {
      harness
          .parameterGradients()
          .values()
          .forEach(t -> assertThat(t.toFloats()).containsOnly((float) LayerHarness.RUBBISH));
    }
  }

  @TestFactory
  Stream<DynamicTest> leaksNothing() {
    return forEachHarness(
        ElementType.FLOAT32,
        harness -> {
          harness.forward().backward().mode(Mode.INFERENCE).forward().backward();
          long held = harness.kernels().memory().bytesHeld();
          for (int i = 0; i < 5; i++) {
            harness.mode(Mode.TRAINING).forward().backward();
            harness.mode(Mode.INFERENCE).forward().backward();
            assertThat(harness.kernels().memory().bytesHeld()).isEqualTo(held);
          }
        });
  }
}
