package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every layer does. A new layer's test extends this and names a few settings and shapes. */
public abstract class LayerContract extends PlannedLayerContract {

  @TestFactory
  Stream<DynamicTest> infersTheShapes() {
    return forEachCase(
        c -> {
          assertThat(c.layer().outputShape(c.inputs())).isEqualTo(c.output());
          List<ParameterSpec> specs = c.layer().parameters(c.inputs());
          assertThat(specs).extracting(ParameterSpec::name).doesNotHaveDuplicates();
          assertThat(specs).isEqualTo(specs);
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesToReadNothing() {
    return forEachCase(
        c ->
            assertThatThrownBy(() -> c.layer().outputShape(List.of()))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("received"));
  }

  @TestFactory
  Stream<DynamicTest> saysWhatItIs() {
    return forEachCase(
        c -> assertThat(c.layer().toString()).isNotBlank().doesNotContain("@", "\n", "null"));
  }

  @TestFactory
  Stream<DynamicTest> gradientsAgreeWithDifferencesInTraining() {
    return forEachHarness(ElementType.FLOAT64, GradientCheck::check);
  }

  @TestFactory
  Stream<DynamicTest> gradientsAgreeWithDifferencesInInference() {
    return forEachHarness(
        ElementType.FLOAT64, harness -> GradientCheck.check(harness.mode(Mode.INFERENCE)));
  }

  @TestFactory
  Stream<DynamicTest> singlePrecisionAgreesWithDouble() {
    return onEachKernels(
        ElementType.FLOAT32,
        (kernels, c) -> {
          try (Kernels inDouble = exact();
              LayerHarness single = harness(kernels, ElementType.FLOAT32, c, BATCH);
              LayerHarness exact = harness(inDouble, ElementType.FLOAT64, c, BATCH)) {
            for (Mode mode : Mode.values()) {
              // Dropout may draw otherwise in another precision.
              if (mode == Mode.INFERENCE || !isRandom()) {
                single.mode(mode).forward().backward();
                exact.mode(mode).forward().backward();
                Map<String, Tensor> others = results(exact);
                results(single)
                    .forEach((name, tensor) -> assertClose(name, tensor, others.get(name)));
              }
            }
          }
        });
  }

  private static void assertClose(String what, Tensor tensor, Tensor exact) {
    double[] values = Numbers.get(exact);
    float[] received = tensor.toFloats();
    double largest = 1e-3;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < values.length; i++) {
      assertThat((double) received[i])
          .as("%s, element %d", what, i)
          .isCloseTo(values[i], within(1e-4 * largest));
    }
  }

  @TestFactory
  Stream<DynamicTest> sameSeedGivesTheSameBits() {
    return forEachHarness(
        ElementType.FLOAT32,
        harness -> {
          Map<String, float[]> start = copies(harness.parameters());
          Map<String, float[]> first = copies(results(harness.seed(5).forward().backward()));
          restore(harness.parameters(), start);
          Map<String, float[]> again =
              copies(results(harness.spoil().seed(5).forward().backward()));
          assertSame(again, first);
          restore(harness.parameters(), start);
          float[] other = harness.seed(6).forward().output().toFloats();
          if (isRandom()) {
            assertThat(other).isNotEqualTo(first.get("output"));
          } else {
            assertThat(other).isEqualTo(first.get("output"));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> inferenceChangesNothingAndIsNotRandom() {
    return forEachHarness(
        ElementType.FLOAT32,
        harness -> {
          Map<String, float[]> start = copies(harness.parameters());
          float[] first = harness.mode(Mode.INFERENCE).seed(5).forward().output().toFloats();
          assertSame(copies(harness.parameters()), start);
          assertThat(harness.seed(6).forward().output().toFloats()).isEqualTo(first);
          float[] training = harness.mode(Mode.TRAINING).forward().output().toFloats();
          if (dependsOnMode()) {
            assertThat(training).isNotEqualTo(first);
          } else {
            assertThat(training).isEqualTo(first);
          }
          harness
              .parameterGradients()
              .keySet()
              .forEach(
                  name ->
                      assertThat(harness.parameter(name).toFloats()).isEqualTo(start.get(name)));
        });
  }

  @TestFactory
  Stream<DynamicTest> samplesOfABatchAreIndependentInInference() {
    return onEachKernels(
        ElementType.FLOAT32,
        (kernels, c) -> {
          try (LayerHarness pair = harness(kernels, ElementType.FLOAT32, c, BATCH);
              LayerHarness alone = harness(kernels, ElementType.FLOAT32, c, 1)) {
            pair.mode(Mode.INFERENCE).forward();
            float[] together = pair.output().toFloats();
            for (int sample = 0; sample < BATCH; sample++) {
              for (int i = 0; i < alone.inputs(); i++) {
                alone.input(i).set(share(pair.input(i).toFloats(), sample));
              }
              alone.mode(Mode.INFERENCE).forward();
              assertThat(alone.output().toFloats())
                  .containsExactly(share(together, sample), within(1e-5f));
            }
          }
        });
  }

  private static float[] share(float[] batch, int sample) {
    int size = batch.length / BATCH;
    return Arrays.copyOfRange(batch, sample * size, (sample + 1) * size);
  }
}
