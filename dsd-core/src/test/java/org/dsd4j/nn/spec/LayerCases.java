package org.dsd4j.nn.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.choice.Backend;
import org.dsd4j.kernel.choice.KernelsProvider;
import org.dsd4j.kernel.nd4j.Nd4jKernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Contract;
import org.dsd4j.testing.LayerHarness;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.DynamicTest;

/** Settings and shapes that a layer is tested with, on every implementation of kernels. */
public abstract class LayerCases implements Contract {
  static final int BATCH = 2;

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

  /** Kernels that compute in double precision. */
  static Kernels exact() {
    return new Nd4jKernels();
  }

  /** Every implementation that computes on tensors of this type here. */
  static List<KernelsProvider> implementations(ElementType type) {
    List<KernelsProvider> found = new ArrayList<>();
    ServiceLoader.load(KernelsProvider.class).forEach(found::add);
    found.removeIf(provider -> provider.obstacle(type, Backend.CPU).isPresent());
    assertThat(found).isNotEmpty();
    return found;
  }

  final Stream<DynamicTest> forEachCase(Consumer<Case> check) {
    assertThat(cases()).isNotEmpty();
    return cases().stream().map(c -> DynamicTest.dynamicTest(c.toString(), () -> check.accept(c)));
  }

  /** On every implementation of kernels. */
  final Stream<DynamicTest> forEachHarness(ElementType type, Consumer<LayerHarness> check) {
    return onEachKernels(
        type,
        (kernels, c) -> {
          try (LayerHarness harness = harness(kernels, type, c, BATCH)) {
            check.accept(harness);
          }
        });
  }

  /** On every implementation of kernels. */
  protected final Stream<DynamicTest> onEachKernels(
      ElementType type, BiConsumer<Kernels, Case> check) {
    assertThat(cases()).isNotEmpty();
    return implementations(type).stream()
        .flatMap(
            provider ->
                cases().stream()
                    .map(
                        c ->
                            DynamicTest.dynamicTest(
                                c + ", " + provider.name(),
                                () -> {
                                  try (Kernels kernels = provider.open()) {
                                    check.accept(kernels, c);
                                  }
                                })));
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

  static Map<String, Tensor> results(LayerHarness harness) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    results.put("output", harness.output());
    for (int i = 0; i < harness.inputs(); i++) {
      results.put("input " + i, harness.gradientOfInput(i));
    }
    results.putAll(harness.parameterGradients());
    return results;
  }

  static Map<String, Tensor> gradients(LayerHarness harness) {
    Map<String, Tensor> gradients = results(harness);
    gradients.remove("output");
    return gradients;
  }

  static List<float[]> inputs(LayerHarness harness) {
    List<float[]> inputs = new ArrayList<>();
    for (int i = 0; i < harness.inputs(); i++) {
      inputs.add(harness.input(i).toFloats());
    }
    return inputs;
  }

  static Map<String, float[]> copies(Map<String, Tensor> tensors) {
    Map<String, float[]> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, tensor.toFloats()));
    return copies;
  }

  static void restore(Map<String, Tensor> tensors, Map<String, float[]> copies) {
    tensors.forEach((name, tensor) -> tensor.set(copies.get(name)));
  }

  static void assertSame(Map<String, float[]> actual, Map<String, float[]> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    actual.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
  }
}
