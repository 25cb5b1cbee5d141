package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Internal;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;

/**
 * A tensor in a {@link org.dsd4j.io.WeightFile}. Its elements are read from the file on each
 * access, which is possible until the file is closed.
 */
public final class StoredTensor implements NamedTensor {
  private final String name;
  private final StoredType type;
  private final Strides strides;
  private final Storage storage;
  private final boolean negative;

  /**
   * A tensor; the caller has checked that the storage is large enough.
   *
   * @param negative whether the stored elements are to be negated
   * @hidden
   */
  @Internal
  public StoredTensor(
      String name, StoredType type, Strides strides, Storage storage, boolean negative) {
    this.name = name;
    this.type = type;
    this.strides = strides;
    this.storage = storage;
    this.negative = negative;
  }

  /**
   * The same tensor with another name.
   *
   * @hidden
   */
  @Internal
  public StoredTensor called(String other) {
    return new StoredTensor(other, type, strides, storage, negative);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public StoredType type() {
    return type;
  }

  @Override
  public List<Long> extents() {
    return strides.extents();
  }

  /**
   * The values on the heap, row-major, rounded to single precision: for small tensors.
   *
   * @throws ArithmeticException if there are too many for an array
   */
  public float[] toFloats() {
    FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(elements()));
    floats((from, run) -> values.put(run));
    return values.array();
  }

  /**
   * Copies the values into a tensor with as many elements.
   *
   * @throws ShapeException if the number of elements differs
   */
  public void copyTo(Tensor tensor) {
    if (tensor.shape().elements() != elements()) {
      throw new ShapeException(
          name, tensor.shape().elements() + " elements", extents(), "pass a tensor of its shape");
    }
    floats(tensor::set);
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    Consumer<ByteBuffer> signed = negative ? run -> reader.accept(negated(run)) : reader;
    if (strides.isRowMajor()) {
      slice(signed);
    } else {
      gather(signed);
    }
  }

  /** A copy with the sign, the highest bit, of each number inverted. */
  private ByteBuffer negated(ByteBuffer run) {
    ByteBuffer copy = ByteBuffer.allocate(run.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    copy.put(run).flip();
    for (int at = type.bytes() - 1; at < copy.limit(); at += type.bytes()) {
      copy.put(at, (byte) (copy.get(at) ^ 0x80));
    }
    return copy;
  }

  private void slice(Consumer<ByteBuffer> reader) {
    long start = strides.first() * type.bytes();
    for (long done = 0; done < bytes(); done += RUN) {
      reader.accept(storage.slice(start + done, (int) Math.min(RUN, bytes() - done)));
    }
  }

  private void gather(Consumer<ByteBuffer> reader) {
    ByteBuffer run = ByteBuffer.allocate((int) Math.min(RUN, bytes()));
    Strides.Walk walk = strides.walk();
    long left = elements();
    while (left > 0) {
      run.clear();
      storage.check();
      while (run.hasRemaining() && left > 0) {
        storage.copy(walk.position() * type.bytes(), type.bytes(), run);
        walk.advance();
        left--;
      }
      reader.accept(run.flip().order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /** For example {@code conv1.weight F32 [64, 3, 7, 7]}. */
  @Override
  public String toString() {
    return name + " " + type + " " + extents();
  }
}
