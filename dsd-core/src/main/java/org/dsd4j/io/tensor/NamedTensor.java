package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor that a file holds or is to hold: a name, a type, extents, and elements that are handed
 * out in runs of at most a megabyte, so that nobody needs an array of a tensor's size.
 */
public interface NamedTensor {
  /** The most bytes in one run; a multiple of every element's size. */
  int RUN = 1 << 20;

  /** The name, unique in its file. */
  String name();

  /** The type of the elements. */
  StoredType type();

  /** The extents, outermost first; none for a scalar. */
  List<Long> extents();

  /**
   * Hands out all elements in order, row-major and little-endian.
   *
   * @param reader takes each run, in a buffer that is valid during the call only
   */
  void runs(Consumer<ByteBuffer> reader);

  /** The number of elements. */
  default long elements() {
    return Strides.elements(extents());
  }

  /** The number of bytes that the elements take. */
  default long bytes() {
    return Math.multiplyExact(elements(), (long) type().bytes());
  }

  /** Hands out all values in order, as single precision: exact, or rounded from wider types. */
  default void floats(FloatReader reader) {
    FloatRuns.read(this, reader);
  }

  /**
   * This tensor in another floating-point type, rounded to nearest, ties to even. Its runs throw
   * {@link IllegalArgumentException} at a value that the type cannot hold or that is not finite.
   *
   * @throws IllegalArgumentException if one of the types is no floating-point type
   */
  default NamedTensor as(StoredType type) {
    return type == type() ? this : new ConvertedTensor(this, type);
  }

  /** A tensor in memory by this name, as double precision if it is that, else as single. */
  static NamedTensor of(String name, Tensor tensor) {
    return new MemoryTensor(name, tensor);
  }

  /**
   * An array in memory by this name, in row-major order, as it is whenever it is read. One that
   * lies in another order, or is part of a larger one, is copied for the time that takes.
   *
   * @throws IllegalArgumentException if it is not of single or double precision
   */
  static NamedTensor of(String name, INDArray array) {
    return new ArrayTensor(name, array);
  }

  /** A mask by this name, as truth values. */
  static NamedTensor of(String name, Mask mask) {
    return new MaskTensor(name, mask);
  }
}
