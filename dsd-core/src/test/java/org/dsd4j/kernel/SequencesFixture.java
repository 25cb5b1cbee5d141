package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Kernels for operations on padded batches, tensors of theirs and comparisons. */
public abstract class SequencesFixture {
  static final float NAN = Float.NaN;

  /** The kernels of the running test. */
  protected Kernels kernels;

  /** Their memory. */
  protected Memory memory;

  /** What is tested of them. */
  protected Sequences sequences;

  /** New kernels, which the tests close. */
  protected abstract Kernels open();

  @BeforeEach
  void openKernels() {
    kernels = open();
    memory = kernels.memory();
    sequences = kernels.sequences();
  }

  @AfterEach
  void closeKernels() {
    kernels.close();
    assertThat(memory.bytesHeld()).isZero();
  }

  /** A tensor of these numbers. */
  protected Tensor tensor(Shape shape, float... values) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, shape);
    tensor.set(values);
    return tensor;
  }

  /** A tensor of NaN, for results. */
  protected Tensor empty(int... extents) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(extents));
    memory.fill(tensor, NAN);
    return tensor;
  }

  /** A tensor of normally distributed numbers. */
  protected Tensor random(long seed, int... extents) {
    Shape shape = Shape.of(extents);
    return tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), seed)));
  }

  static void assertClose(String what, Tensor actual, float[] expected) {
    assertClose(what, actual.toFloats(), expected, 3e-5);
  }

  /** AssertJ takes half a minute for as many numbers as these tests compare. */
  static void assertClose(String what, float[] actual, float[] expected, double off) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs((double) actual[i] - expected[i]) <= off)) {
        throw new AssertionError(
            "%s, element %d: expected %s, received %s".formatted(what, i, expected[i], actual[i]));
      }
    }
  }
}
