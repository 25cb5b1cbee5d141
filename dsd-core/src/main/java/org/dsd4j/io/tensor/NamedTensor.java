package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor in a file or to be written to a file: a name, a type, extents, and elements that are
 * read in blocks of at most a megabyte, so that no array of a tensor's size is needed.
 */
public interface NamedTensor {
  /** The largest block in bytes; a multiple of every element's size. */
  int RUN = 1 << 20;

  /** The name, unique in its file. */
  String name();

  /** The type of the elements. */
  StoredType type();

  /** The extents, outermost first; none for a scalar. */
  List<Long> extents();

  /**
   * Passes all elements to a reader in order, row-major and little-endian.
   *
   * @param reader receives each block in a buffer that is valid only during the call
   */
  void runs(Consumer<ByteBuffer> reader);

  /** The number of elements. */
  default long elements() {
    return Strides.elements(extents());
  }

  /** The size of the elements in bytes. */
  default long bytes() {
    return Math.multiplyExact(elements(), (long) type().bytes());
  }

  /**
   * Passes all values to a reader in order, in single precision: exact, or rounded from wider
   * types.
   */
  default void floats(FloatReader reader) {
    FloatRuns.read(this, reader);
  }

  /**
   * This tensor in another floating-point type, rounded to nearest, ties to even. Reading it throws
   * {@link IllegalArgumentException} at a value that the type cannot represent or that is not
   * finite.
   *
   * @throws IllegalArgumentException if one of the types is not a floating-point type
   */
  default NamedTensor as(StoredType type) {
    return type == type() ? this : new ConvertedTensor(this, type);
  }

  /** A tensor in memory with this name, in double precision if it has that type, else in single. */
  static NamedTensor of(String name, Tensor tensor) {
    return new MemoryTensor(name, tensor);
  }

  /**
   * An array in memory with this name, in row-major order. Each reading gives the array's current
   * values. An array in another order, or a view of a larger one, is copied temporarily.
   *
   * @throws IllegalArgumentException if it has neither single nor double precision
   */
  static NamedTensor of(String name, INDArray array) {
    return new ArrayTensor(name, array);
  }

  /** A mask with this name, as booleans. */
  static NamedTensor of(String name, Mask mask) {
    return new MaskTensor(name, mask);
  }
}
