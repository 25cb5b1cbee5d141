package org.dsd4j.kernel.onednn.heap;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.LeasedTensor;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A tensor in a block of native memory, row-major and without gaps. While values are copied, the
 * block cannot be released.
 */
public final class OnednnTensor implements Tensor {
  private final NativeBlock block;
  private final long byteOffset;
  private final ElementType type;
  private final Shape shape;
  private @Nullable INDArray live;

  public OnednnTensor(NativeBlock block, long byteOffset, ElementType type, Shape shape) {
    this.block = block;
    this.byteOffset = byteOffset;
    this.type = type;
    this.shape = shape;
  }

  public static OnednnTensor of(Tensor tensor) {
    if (tensor instanceof OnednnTensor onednnTensor) {
      return onednnTensor;
    }
    if (tensor instanceof LeasedTensor leased) {
      return of(leased.tensor());
    }
    throw new IllegalArgumentException(
        "tensor: expected one of oneDNN's kernels, received "
            + tensor.getClass()
            + "; use the memory of the kernels that compute");
  }

  public NativeBlock block() {
    return block;
  }

  /** A view of {@code part.elements()} elements from index {@code offset} on. */
  public OnednnTensor part(long offset, Shape part) {
    return new OnednnTensor(block, byteOffset + offset * type.bytes(), type, part);
  }

  public long elements() {
    return shape.elements();
  }

  public Pointer pointer() {
    return block.at(byteOffset);
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public ElementType type() {
    return type;
  }

  /** The byte of the block at which element {@code index} starts. */
  public long byteOf(long index) {
    return byteOffset + index * type.bytes();
  }

  @Override
  public INDArray toArray() {
    INDArray copy = Nd4j.createUninitialized(type.dataType(), shape.toLongs(), 'c');
    copyTo(copy);
    return copy;
  }

  @Override
  public void copyTo(INDArray target) {
    synchronized (block) {
      Pointer.memcpy(target.data().addressPointer(), pointer(), elements() * type.bytes());
    }
  }

  @Override
  public Optional<INDArray> live() {
    block.checkOpen();
    if ((live == null || live.wasClosed()) && type == ElementType.FLOAT32) {
      FloatPointer floats = block.lend(byteOffset).capacity(elements());
      DataBuffer buffer =
          Nd4j.createBuffer(floats, type.dataType(), elements(), FloatIndexer.create(floats));
      live = Nd4j.create(buffer, shape.toLongs());
    }
    return Optional.ofNullable(live);
  }

  @Override
  public float[] toFloats() {
    float[] values = new float[Math.toIntExact(elements())];
    synchronized (block) {
      Copies.read(this, 0, values, values.length);
    }
    return values;
  }

  @Override
  public void set(INDArray values) {
    checkElements(values.length());
    DataType wanted = type.dataType();
    INDArray converted = values.dataType() == wanted ? values : values.castTo(wanted);
    INDArray dense = converted.dup('c');
    synchronized (block) {
      Pointer.memcpy(pointer(), dense.data().addressPointer(), elements() * type.bytes());
    }
    dense.close();
    if (converted != values) {
      converted.close();
    }
  }

  @Override
  public void set(float[] values) {
    checkElements(values.length);
    synchronized (block) {
      Copies.write(values, values.length, this, 0);
    }
  }

  @Override
  public void set(long from, FloatBuffer values) {
    ShapeException.checkPart(shape, from, values.remaining());
    synchronized (block) {
      Copies.write(values, this, from);
    }
  }

  @Override
  public void get(long from, FloatBuffer values) {
    ShapeException.checkPart(shape, from, values.remaining());
    synchronized (block) {
      Copies.read(this, from, values);
    }
  }

  private void checkElements(long received) {
    if (received != elements()) {
      throw new ShapeException(
          "tensor",
          elements() + " elements for shape " + shape,
          received,
          "pass values of the tensor's shape");
    }
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
