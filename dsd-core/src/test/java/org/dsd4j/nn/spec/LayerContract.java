package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Contract;
import org.dsd4j.testing.GradientCheck;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What every layer does. A new layer's test extends this and names a few settings and shapes. */
public abstract class LayerContract implements Contract {
  private static final int BATCH = 2;

  /**
   * A layer with settings at a place.
   *
   * @param layer the layer
   * @param inputs the shapes of its inputs, without the batch
   * @param output the shape that its output must have, without the batch
   */
  public record Case(Layer layer, List<Shape> inputs, Shape output) {
    @Override
    public String toString() {
      return layer + " on " + inputs;
    }
  }

  /** A case with one input. */
  protected static Case of(Layer layer, Shape input, Shape output) {
    return new Case(layer, List.of(input), output);
  }

  /** What is tested. Small shapes: every element is varied by itself. */
  protected abstract List<Case> cases();

  @Override
  public boolean covers(Class<?> subject) {
    return cases().stream().anyMatch(c -> c.layer().getClass() == subject);
  }

  /** Whether the output in training differs from that in inference. */
  protected boolean dependsOnMode() {
    return false;
  }

  /** Whether the output in training depends on the seed. */
  protected boolean isRandom() {
    return false;
  }

  /** What computes; must know double precision. */
  protected Kernels open() {
    return new Nd4jKernels();
  }

  private Stream<DynamicTest> forEachCase(Consumer<Case> check) {
    assertThat(cases()).isNotEmpty();
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> check.accept(c)));
  }

  private Stream<DynamicTest> forEachHarness(ElementType type, Consumer<LayerHarness> check) {
    return forEachCase(
        c -> {
          try (Kernels kernels = open();
              LayerHarness harness = harness(kernels, type, c, BATCH)) {
            check.accept(harness);
          }
        });
  }

  /** The numbers that an input of {@code n} elements holds. */
  protected double[] inputValues(Case c, int input, int n) {
    return Numbers.spread(n, 10 + input);
  }

  /** The layer of a case with inputs, parameters and an output gradient. */
  protected final LayerHarness harness(Kernels kernels, ElementType type, Case c, int batch) {
    List<Shape> batched = c.inputs().stream().map(shape -> shape.batched(batch)).toList();
    LayerHarness harness = new LayerHarness(kernels, type, c.layer(), batched);
    for (int i = 0; i < harness.inputs(); i++) {
      Numbers.set(harness.input(i), inputValues(c, i, Numbers.size(harness.input(i))));
    }
    harness
        .parameters()
        .forEach(
            (name, tensor) -> {
              boolean trained = harness.parameterGradients().containsKey(name);
              int n = Numbers.size(tensor);
              // Statistics may be variances.
              Numbers.set(
                  tensor, trained ? Numbers.normal(n, 20) : Numbers.uniform(n, 0.5, 1.5, 21));
            });
    int n = Numbers.size(harness.outputGradient());
    Numbers.set(harness.outputGradient(), Numbers.normal(n, 30));
    return harness;
  }

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
    return forEachCase(
        c -> {
          try (Kernels kernels = open();
              LayerHarness single = harness(kernels, ElementType.FLOAT32, c, BATCH);
              LayerHarness exact = harness(kernels, ElementType.FLOAT64, c, BATCH)) {
            // Dropout may draw otherwise in another precision.
            Mode mode = isRandom() ? Mode.INFERENCE : Mode.TRAINING;
            single.mode(mode).forward().backward();
            exact.mode(mode).forward().backward();
            Map<String, Tensor> others = results(exact);
            results(single).forEach((name, tensor) -> assertClose(name, tensor, others.get(name)));
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

  @TestFactory
  Stream<DynamicTest> doesTheSameTogetherWithAReluBehindIt() {
    return forEachCase(c -> c.layer().followedBy(Activate.relu()).ifPresent(l -> sameAs(c, l)));
  }

  private void sameAs(Case c, Layer both) {
    assertThat(both.parameters(c.inputs())).hasSameSizeAs(c.layer().parameters(c.inputs()));
    assertThat(both.outputShape(c.inputs())).isEqualTo(c.output());
    assertThat(both.toString()).isNotEqualTo(c.layer().toString());
    assertThat(both.followedBy(Activate.tanh())).isEmpty();
    Case fused = new Case(both, c.inputs(), c.output());
    Case relu = of(Activate.relu(), c.output(), c.output());
    for (Mode mode : Mode.values()) {
      try (Kernels kernels = open();
          LayerHarness first = harness(kernels, ElementType.FLOAT64, c, BATCH);
          LayerHarness second = harness(kernels, ElementType.FLOAT64, relu, BATCH);
          LayerHarness together = harness(kernels, ElementType.FLOAT64, fused, BATCH)) {
        first.mode(mode).forward();
        Numbers.set(second.input(), Numbers.get(first.output()));
        second.mode(mode).forward().backward();
        Numbers.set(first.outputGradient(), Numbers.get(second.gradientOfInput(0)));
        first.backward();
        double[] given = Numbers.get(together.outputGradient());
        together.mode(mode).forward().backward();
        assertThat(together.output().toFloats())
            .containsExactly(second.output().toFloats(), within(1e-6f));
        Map<String, float[]> expected = copies(gradients(first));
        copies(gradients(together))
            .forEach(
                (name, values) ->
                    assertThat(values).as(name).containsExactly(expected.get(name), within(1e-5f)));
        assertSame(copies(statistics(together)), copies(statistics(first)));
        if (!both.overwritesOutputGradient() && mode == Mode.TRAINING) {
          assertThat(Numbers.get(together.outputGradient())).isEqualTo(given);
        }
      }
      try (Kernels kernels = open();
          LayerHarness alone = harness(kernels, ElementType.FLOAT64, fused, BATCH)) {
        checkReads(alone);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> holdsItsStatisticsIfItHasAny() {
    return forEachCase(
        c ->
            c.layer()
                .holdingStatistics()
                .ifPresentOrElse(
                    held -> trainsAsItInfers(c, held),
                    () ->
                        assertThat(c.layer().parameters(c.inputs()))
                            .noneMatch(spec -> spec.role() == Role.STATISTIC)));
  }

  private void trainsAsItInfers(Case c, Layer held) {
    assertThat(held.toString()).contains("held");
    assertThat(held.outputShape(c.inputs())).isEqualTo(c.output());
    assertThat(held.parameters(c.inputs()))
        .usingRecursiveComparison()
        .ignoringFields("initializer")
        .isEqualTo(c.layer().parameters(c.inputs()));
    Case constant = new Case(held, c.inputs(), c.output());
    try (Kernels kernels = open();
        LayerHarness inferring = harness(kernels, ElementType.FLOAT64, c, BATCH);
        LayerHarness training = harness(kernels, ElementType.FLOAT64, constant, BATCH)) {
      Map<String, float[]> start = copies(training.parameters());
      inferring.mode(Mode.INFERENCE).forward().backward();
      training.mode(Mode.TRAINING).forward().backward();
      assertSame(copies(results(training)), copies(results(inferring)));
      assertSame(copies(training.parameters()), start);
    }
  }

  private static void checkReads(LayerHarness harness) {
    double[] outputGradient = Numbers.get(harness.outputGradient());
    Map<String, float[]> expected = copies(gradients(harness.forward().backward()));
    harness.spoil().forward();
    Numbers.set(harness.outputGradient(), outputGradient);
    if (!harness.layer().backwardReads().contains(Reads.INPUTS)) {
      for (int i = 0; i < harness.inputs(); i++) {
        harness.kernels().memory().fill(harness.input(i), Double.NaN);
      }
    }
    if (!harness.layer().backwardReads().contains(Reads.OUTPUT)) {
      harness.kernels().memory().fill(harness.output(), Double.NaN);
    }
    assertSame(copies(gradients(harness.backward())), expected);
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
    return forEachCase(
        c -> {
          try (Kernels kernels = open()) {
            try (LayerHarness harness = harness(kernels, ElementType.FLOAT32, c, BATCH)) {
              harness.forward().backward().mode(Mode.INFERENCE).forward().backward();
              long held = kernels.memory().bytesHeld();
              for (int i = 0; i < 5; i++) {
                harness.mode(Mode.TRAINING).forward().backward();
                harness.mode(Mode.INFERENCE).forward().backward();
                assertThat(kernels.memory().bytesHeld()).isEqualTo(held);
              }
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> samplesOfABatchAreIndependentInInference() {
    return forEachCase(
        c -> {
          try (Kernels kernels = open();
              LayerHarness pair = harness(kernels, ElementType.FLOAT32, c, BATCH);
              LayerHarness alone = harness(kernels, ElementType.FLOAT32, c, 1)) {
            pair.mode(Mode.INFERENCE).forward();
            float[] together = pair.output().toFloats();
            int size = together.length / BATCH;
            for (int sample = 0; sample < BATCH; sample++) {
              for (int i = 0; i < alone.inputs(); i++) {
                float[] whole = pair.input(i).toFloats();
                int n = whole.length / BATCH;
                alone
                    .input(i)
                    .set(java.util.Arrays.copyOfRange(whole, sample * n, (sample + 1) * n));
              }
              alone.mode(Mode.INFERENCE).forward();
              assertThat(alone.output().toFloats())
                  .containsExactly(
                      java.util.Arrays.copyOfRange(together, sample * size, (sample + 1) * size),
                      within(1e-5f));
            }
          }
        });
  }

  private static Map<String, Tensor> results(LayerHarness harness) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("output", harness.output());
    for (int i = 0; i < harness.inputs(); i++) {
      results.put("input " + i, harness.gradientOfInput(i));
    }
    results.putAll(harness.parameterGradients());
    return results;
  }

  private static Map<String, Tensor> gradients(LayerHarness harness) {
    Map<String, Tensor> gradients = results(harness);
    gradients.remove("output");
    return gradients;
  }

  private static List<float[]> inputs(LayerHarness harness) {
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < harness.inputs(); i++) {
      inputs.add(harness.input(i).toFloats());
    }
    return inputs;
  }

  private static Map<String, float[]> copies(Map<String, Tensor> tensors) {
    Map<String, float[]> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, tensor.toFloats()));
    return copies;
  }

  private static void restore(Map<String, Tensor> tensors, Map<String, float[]> copies) {
    tensors.forEach((name, tensor) -> tensor.set(copies.get(name)));
  }

  private static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }
}
