package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;

/** One side of a comparison: the same calls on the same numbers, with certain kernels and types. */
final class Side {
  private final Kernels kernels;
  private final ElementType activations;
  private final List<Tensor> owned = new ArrayList<>();
  private final Map<String, Tensor> results = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private long seed;

  private Side(Kernels kernels, ElementType activations) {
    this.kernels = kernels;
    this.activations = activations;
  }

  /** The results of the calls, by name, with activations of this type. */
  static Map<String, float[]> run(Kernels kernels, ElementType activations, Consumer<Side> calls) {
    Side side = new Side(kernels, activations);
    try {
      calls.accept(side);
      side.results.forEach((name, tensor) -> side.values.put(name, tensor.toFloats()));
      return side.values;
    } finally {
      side.owned.forEach(kernels.memory()::release);
    }
  }

  Kernels kernels() {
    return kernels;
  }

  private Tensor allocate(ElementType type, Shape shape) {
    Tensor tensor = kernels.memory().allocate(type, shape);
    owned.add(tensor);
    return tensor;
  }

  /** An activation: normally distributed, others at each call, yet the same on every side. */
  Tensor normal(Shape shape) {
    return normal(activations, shape);
  }

  /** A weight, in single precision. */
  Tensor weight(int... extents) {
    return normal(ElementType.FLOAT32, Shape.of(extents));
  }

  private Tensor normal(ElementType type, Shape shape) {
    Tensor tensor = allocate(type, shape);
    tensor.set(Numbers.floats(Numbers.normal((int) shape.elements(), ++seed)));
    return tensor;
  }

  /** These numbers, in single precision. */
  Tensor numbers(Shape shape, float... numbers) {
    Tensor tensor = allocate(ElementType.FLOAT32, shape);
    tensor.set(numbers);
    return tensor;
  }

  /** Where an activation or its gradient goes that is to be compared. */
  Tensor result(String name, Shape shape) {
    return result(name, activations, shape);
  }

  /** Where something goes that stays in single precision and is to be compared. */
  Tensor wideResult(String name, int... extents) {
    return result(name, ElementType.FLOAT32, Shape.of(extents));
  }

  private Tensor result(String name, ElementType type, Shape shape) {
    Tensor tensor = allocate(type, shape);
    kernels.memory().fill(tensor, Double.NaN);
    results.put(name, tensor);
    return tensor;
  }

  /** A number that is to be compared. */
  void result(String name, double value) {
    values.put(name, new float[] {(float) value});
  }

  /**
   * Fails unless all results agree up to this share of the largest value, or of {@code least} where
   * all are smaller.
   */
  static void assertAgree(
      Map<String, float[]> actual, Map<String, float[]> expected, double share, double least) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, wanted) -> {
          float[] received = actual.get(name);
          assertThat(received).as(name).hasSameSizeAs(wanted);
          double largest = least;
          for (float value : wanted) {
            largest = Math.max(largest, Math.abs(value));
          }
          for (int i = 0; i < wanted.length; i++) {
            if (!(Math.abs((double) received[i] - wanted[i]) <= share * largest)) {
              throw new AssertionError(
                  String.format(
                      Locale.ROOT,
                      "%s, element %d: %s here, %s there (largest %s)",
                      name,
                      i,
                      received[i],
                      wanted[i],
                      largest));
            }
          }
        });
  }

  /** Fails unless the difference's norm is at most this share of the norm, for every result. */
  static void assertNormsAgree(
      Map<String, float[]> actual, Map<String, float[]> expected, double share) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, wanted) -> {
          float[] received = actual.get(name);
          assertThat(received).as(name).hasSameSizeAs(wanted);
          double difference = 0;
          double norm = 0;
          for (int i = 0; i < wanted.length; i++) {
            difference = Math.hypot(difference, (double) received[i] - wanted[i]);
            norm = Math.hypot(norm, wanted[i]);
          }
          assertThat(difference).as(name).isLessThanOrEqualTo(share * norm);
        });
  }
}
