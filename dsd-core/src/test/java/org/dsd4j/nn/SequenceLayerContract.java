package org.dsd4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.spec.LayerContract;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.LayerHarness;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every layer does with batches of sequences of different lengths. */
public abstract class SequenceLayerContract extends LayerContract {
  private static final int SAMPLES = 3;

  /** Whether values and gradients beyond a sequence's length are 0; otherwise anything. */
  protected boolean clearsPadding() {
    return true;
  }

  private static Shape sequence(Case c) {
    return c.inputs().get(c.layer().sequenceInput());
  }

  /** The longest possible, the shortest possible and one between. */
  private static Lengths lengths(Case c) {
    int extent = sequence(c).extent(0);
    return Lengths.of((extent + 1) / 2, extent, 1);
  }

  private static Lengths outputLengths(Case c) {
    return lengths(c).map(c.layer()::outputLength);
  }

  private LayerHarness padded(Kernels kernels, ElementType type, Case c) {
    return harness(kernels, type, c, SAMPLES).lengths(lengths(c));
  }

  @TestFactory
  Stream<DynamicTest> gradientsOfPaddedBatchesAgreeWithDifferences() {
    return onEachKernels(
        ElementType.FLOAT64,
        (kernels, c) -> {
          try (LayerHarness harness = padded(kernels, ElementType.FLOAT64, c)) {
            for (Mode mode : Mode.values()) {
              GradientCheck.check(harness.mode(mode));
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatLiesBeyondALengthChangesNoBit() {
    return onEachKernels(
        ElementType.FLOAT32,
        (kernels, c) -> {
          for (Mode mode : Mode.values()) {
            Map<String, float[]> expected = null;
            for (float garbage : new float[] {0, Float.NaN, -1e30f, 7.5f}) {
              try (LayerHarness harness = padded(kernels, ElementType.FLOAT32, c)) {
                fillPadding(harness.input(c.layer().sequenceInput()), lengths(c), garbage);
                fillPadding(harness.outputGradient(), outputLengths(c), garbage);
                harness.mode(mode).forward().backward();
                Map<String, float[]> results = results(c, harness);
                expected = expected == null ? results : expected;
                assertSame(results, expected);
              }
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> aBatchGivesWhatItsSequencesGiveAlone() {
    return onEachKernels(
        ElementType.FLOAT32,
        (kernels, c) -> {
          for (Mode mode : Mode.values()) {
            if (mode == Mode.INFERENCE || !dependsOnMode()) {
              try (LayerHarness together = padded(kernels, ElementType.FLOAT32, c)) {
                together.mode(mode).forward().backward();
                compareWithEachAlone(kernels, c, together);
              }
            }
          }
        });
  }

  private void compareWithEachAlone(Kernels kernels, Case c, LayerHarness together) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    for (int sample = 0; sample < SAMPLES; sample++) {
      Case shorter = shortened(c, lengths(c).steps(sample, 0));
      try (LayerHarness alone = harness(kernels, ElementType.FLOAT32, shorter, 1)) {
        for (int i = 0; i < alone.inputs(); i++) {
          alone.input(i).set(firstOf(together.input(i), sample, alone.input(i)));
        }
        alone.parameters().forEach((name, p) -> p.set(together.parameter(name).toFloats()));
        alone.outputGradient().set(firstOf(together.outputGradient(), sample, alone.output()));
        alone.mode(together.mode()).forward().backward();
        assertClose("output", firstOf(together.output(), sample, alone.output()), alone.output());
        for (int i = 0; i < alone.inputs(); i++) {
          Tensor gradient = alone.gradientOfInput(i);
          assertClose("gradient", firstOf(together.gradientOfInput(i), sample, gradient), gradient);
        }
        alone.parameterGradients().forEach((name, g) -> add(sums, name, g.toFloats()));
      }
    }
    together
        .parameterGradients()
        .forEach(
            (name, gradient) -> {
              float[] values = gradient.toFloats();
              double[] sum = sums.get(name);
              for (int i = 0; i < values.length; i++) {
                assertThat((double) values[i])
                    .as(name)
                    .isCloseTo(sum[i], within(1e-5 * Math.max(1, Math.abs(sum[i]))));
              }
            });
  }

  private static void add(Map<String, double[]> sums, String name, float[] terms) {
    double[] sum = sums.computeIfAbsent(name, key -> new double[terms.length]);
    Arrays.setAll(sum, i -> sum[i] + terms[i]);
  }

  private static Case shortened(Case c, int steps) {
    List<Shape> inputs = new ArrayList<>(c.inputs());
    inputs.set(c.layer().sequenceInput(), sequence(c).withFirst(steps));
    return new Case(c.layer(), inputs, c.layer().outputShape(inputs));
  }

  /** As many elements of a sample as {@code part} has, from its first on. */
  private static float[] firstOf(Tensor batch, int sample, Tensor part) {
    int each = (int) (batch.shape().elements() / SAMPLES);
    int count = (int) part.shape().elements();
    return Arrays.copyOfRange(batch.toFloats(), sample * each, sample * each + count);
  }

  private static void assertClose(String what, float[] actual, Tensor expected) {
    assertThat(actual).as(what).containsExactly(expected.toFloats(), within(1e-5f));
  }

  @TestFactory
  Stream<DynamicTest> sameSeedGivesTheSameBitsOfPaddedBatches() {
    return onEachKernels(
        ElementType.FLOAT32,
        (kernels, c) -> {
          try (LayerHarness first = padded(kernels, ElementType.FLOAT32, c);
              LayerHarness second = padded(kernels, ElementType.FLOAT32, c)) {
            first.forward().backward();
            second.recompute().spoil().forward().backward();
            assertSame(results(c, second), results(c, first));
            second.recompute().recompute().backward();
            assertSame(results(c, second), results(c, first));
          }
        });
  }

  private Map<String, float[]> results(Case c, LayerHarness harness) {
    Map<String, float[]> results = new LinkedHashMap<>();
    results.put("output", real(harness.output(), outputLengths(c)));
    for (int i = 0; i < harness.inputs(); i++) {
      Tensor gradient = harness.gradientOfInput(i);
      boolean isSequence = i == c.layer().sequenceInput();
      results.put("input " + i, isSequence ? real(gradient, lengths(c)) : gradient.toFloats());
    }
    harness.parameterGradients().forEach((name, g) -> results.put("of " + name, g.toFloats()));
    harness.parameters().forEach((name, p) -> results.put(name, p.toFloats()));
    return results;
  }

  /** The values, after a look at those beyond the lengths. */
  private float[] real(Tensor batch, Lengths lengths) {
    float[] values = batch.toFloats();
    forEachPadding(
        batch.shape(),
        lengths,
        i -> {
          if (clearsPadding()) {
            assertThat(values[i]).isEqualTo(0f);
          }
          values[i] = 0;
        });
    return values;
  }

  private static void fillPadding(Tensor batch, Lengths lengths, float value) {
    float[] values = batch.toFloats();
    forEachPadding(batch.shape(), lengths, i -> values[i] = value);
    batch.set(values);
  }

  private static void forEachPadding(Shape shape, Lengths lengths, IntConsumer action) {
    int extent = shape.extent(1);
    int step = (int) (shape.elements() / shape.extent(0) / extent);
    for (int sample = 0; sample < shape.extent(0); sample++) {
      int start = sample * extent * step;
      for (int i = lengths.steps(sample, extent) * step; i < extent * step; i++) {
        action.accept(start + i);
      }
    }
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }
}
