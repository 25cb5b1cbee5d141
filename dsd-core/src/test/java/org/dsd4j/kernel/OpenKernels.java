package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test's kernels, in single precision, and how it makes and reads tensors. */
public abstract class OpenKernels {
  static final float NAN = Float.NaN;

  /** The kernels of the running test. */
  protected Kernels kernels;

  /** Their memory; nothing is left in it after a test. */
  protected Memory memory;

  /** New kernels, which the tests close. */
  protected abstract Kernels open();

  @BeforeEach
  void openKernels() {
    kernels = open();
    memory = kernels.memory();
  }

  @AfterEach
  void closeKernels() {
    kernels.close();
    assertThat(memory.bytesHeld()).isZero();
  }

  /** A tensor of NaN, for results. */
  protected Tensor empty(int... extents) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, Shape.of(extents));
    memory.fill(tensor, NAN);
    return tensor;
  }

  /** A tensor of these numbers. */
  protected Tensor tensor(Shape shape, float... values) {
    Tensor tensor = memory.allocate(ElementType.FLOAT32, shape);
    tensor.set(values);
    return tensor;
  }

  /** The same of one dimension. */
  protected Tensor vector(float... values) {
    return tensor(Shape.of(values.length), values);
  }

  /** A tensor of normally distributed numbers. */
  protected Tensor random(long seed, int... extents) {
    Shape shape = Shape.of(extents);
    return tensor(shape, Numbers.floats(Numbers.normal((int) shape.elements(), seed)));
  }

  static void assertClose(Tensor tensor, double... expected) {
    assertThat(tensor.toFloats()).containsExactly(Numbers.floats(expected), within(2e-5f));
  }
}
