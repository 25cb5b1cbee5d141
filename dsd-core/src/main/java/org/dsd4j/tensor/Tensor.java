package org.dsd4j.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A handle on a dense, row-major array whose memory belongs to the kernels that allocated it.
 *
 * <p>It has neither arithmetic nor access to single elements on purpose: all computation goes
 * through the kernels, so that the memory can be anywhere, such as on a GPU. Values are transferred
 * as whole arrays or in ranges of many elements, by the methods below, which copy.
 *
 * <p>Life cycle: allocated by the kernels' memory, used, released by the same memory; a released
 * tensor cannot be used again. Not thread-safe.
 */
public interface Tensor {
  /** The extents, including the batch dimension if there is one. */
  Shape shape();

  /** The type of the elements. */
  ElementType type();

  /** A copy of the values that the caller owns. */
  INDArray toArray();

  /**
   * A copy of the values that reuses the memory of an old copy if it has the same type and extents;
   * otherwise {@code spare} is closed. Reusing memory is several times as fast as allocating it,
   * because the system has to find and clear fresh pages.
   *
   * @param spare an array returned by {@link #toArray()} that is not used elsewhere
   */
  default INDArray toArray(@Nullable INDArray spare) {
    if (spare == null) {
      return toArray();
    }
    if (spare.dataType() != type().dataType() || !Arrays.equals(spare.shape(), shape().toLongs())) {
      spare.close();
      return toArray();
    }
    copyTo(spare);
    return spare;
  }

  /**
   * Copies the values into an array.
   *
   * @param target an array of this type and these extents, row-major and not a view of another
   */
  void copyTo(INDArray target);

  /**
   * An array on this tensor's memory, without a copy, if ND4J can access it. The memory stays valid
   * while the array or a view of it is reachable, even after the tensor's release.
   */
  Optional<INDArray> live();

  /** A copy of the values on the heap, row-major, rounded to single precision. */
  float[] toFloats();

  /** A copy of the values on the heap, row-major, in double precision, which is exact. */
  default double[] toDoubles() {
    if (type() == ElementType.FLOAT64) {
      try (INDArray copy = toArray()) {
        return copy.data().asDouble();
      }
    }
    double[] values = new double[Math.toIntExact(shape().elements())];
    float[] run = new float[Math.min(values.length, 1 << 14)];
    for (int from = 0; from < values.length; from += run.length) {
      int count = Math.min(run.length, values.length - from);
      get(from, FloatBuffer.wrap(run, 0, count));
      for (int i = 0; i < count; i++) {
        values[from + i] = run[i];
      }
    }
    return values;
  }

  /**
   * Copies {@code values} into this tensor, converting the element type where it differs.
   *
   * @throws ShapeException if the number of elements differs
   */
  void set(INDArray values);

  /**
   * Copies {@code values}, row-major, into this tensor.
   *
   * @throws ShapeException if the number of elements differs
   */
  void set(float[] values);

  /**
   * Copies {@code values} into the elements from index {@code from} on.
   *
   * @throws ShapeException if there are fewer elements left
   */
  default void set(long from, float[] values) {
    set(from, FloatBuffer.wrap(values));
  }

  /**
   * Copies the remaining {@code values} into the elements from index {@code from} on.
   *
   * @throws ShapeException if there are fewer elements left
   */
  void set(long from, FloatBuffer values);

  /**
   * Fills {@code values} with the elements from index {@code from} on, rounded to single precision.
   *
   * @throws ShapeException if there are not as many left
   */
  void get(long from, FloatBuffer values);
}
