package org.dsd4j.kernel.nd4j.array;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.LeasedTensor;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A tensor whose memory is an ND4J array's, row-major and without gaps.
 *
 * <p>ND4J detects the use of a closed array, but not of a view of one. So views check that their
 * owner is open, and an owner with a view that a user holds is left to the garbage collector.
 */
public final class Nd4jTensor implements Tensor {
  /** The number of elements that pass through the heap at a time. */
  private static final int COPIED_AT_ONCE = 1 << 20;

  private final Shape shape;
  private final ElementType type;
  private final INDArray array;
  private final Owner owner;
  private @Nullable INDArray flat;
  private @Nullable INDArray matrix;

  public Nd4jTensor(Shape shape, ElementType type, INDArray array, Owner owner) {
    this.shape = shape;
    this.type = type;
    this.array = array;
    this.owner = owner;
  }

  /** Whether the memory of a tensor and its views is still valid. */
  public static final class Owner {
    private boolean lent;
    private boolean closed;

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException(
            "this memory was given back: its network was closed, or its computation is over; read"
                + " and write before");
      }
    }
  }

  public static Nd4jTensor of(Tensor tensor) {
    Nd4jTensor itself = itself(tensor);
    itself.owner.checkOpen();
    return itself;
  }

  /** The tensor, even if its memory was released. */
  public static Nd4jTensor itself(Tensor tensor) {
    if (tensor instanceof Nd4jTensor nd4jTensor) {
      return nd4jTensor;
    }
    if (tensor instanceof LeasedTensor leased) {
      return itself(leased.tensor());
    }
    throw new IllegalArgumentException(
        "tensor: expected one of ND4J's kernels, received "
            + tensor.getClass()
            + "; use the memory of the kernels that compute");
  }

  public static INDArray array(Tensor tensor) {
    return of(tensor).array;
  }

  /** The elements as one row. */
  public static INDArray flat(Tensor tensor) {
    Nd4jTensor t = of(tensor);
    if (t.flat == null) {
      t.flat = t.array.reshape('c', new long[] {t.shape.elements()});
    }
    return t.flat;
  }

  /** The elements as a matrix of rows along the last dimension. */
  public static INDArray matrix(Tensor tensor) {
    Nd4jTensor t = of(tensor);
    if (t.matrix == null) {
      t.matrix = t.array.reshape('c', new long[] {t.shape.rows(), t.shape.last()});
    }
    return t.matrix;
  }

  /** A range of rows of a matrix. */
  public static Tensor rows(Tensor matrix, int from, int count) {
    int width = matrix.shape().last();
    return part(matrix, (long) from * width, Shape.of(count, width));
  }

  /**
   * A range of columns of a matrix, only to be read: all operations see the values at the first
   * use.
   */
  public static Tensor columns(Tensor matrix, int from, int width) {
    INDArray part =
        matrix(matrix).get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + width));
    return new Nd4jTensor(matrix.shape().withLast(width), matrix.type(), part, of(matrix).owner);
  }

  /** The elements from index {@code from} on as a tensor of this shape. */
  public static Tensor part(Tensor whole, long from, Shape shape) {
    INDArray flat = flat(whole);
    INDArray part =
        flat.length() == shape.elements()
            ? flat
            : flat.get(NDArrayIndex.interval(from, from + shape.elements()));
    return new Nd4jTensor(shape, whole.type(), part.reshape('c', shape.toLongs()), of(whole).owner);
  }

  /** Rows in scratch memory that has room for {@code capacity} of them; contents are undefined. */
  public static Tensor scratch(Scratch scratch, String slot, int capacity, Tensor like) {
    return scratch(scratch, slot, like.type(), capacity, like.shape());
  }

  /** Rows in scratch memory that has room for {@code capacity} of them; contents are undefined. */
  public static Tensor scratch(
      Scratch scratch, String slot, ElementType type, int capacity, Shape shape) {
    INDArray array = scratch.rows(slot, type.dataType(), capacity, shape.rows(), shape.last());
    return new Nd4jTensor(shape, type, array, new Owner());
  }

  /** The same memory with another owner. */
  public Nd4jTensor alias() {
    return new Nd4jTensor(shape, type, array, new Owner());
  }

  /** Ends the use of this tensor and its views. */
  public void end() {
    synchronized (owner) {
      owner.closed = true;
    }
  }

  /** Ends the use and releases the memory, unless a user holds an array in it. */
  public void close() {
    synchronized (owner) {
      if (!owner.closed) {
        owner.closed = true;
        if (!owner.lent) {
          array.close();
        }
      }
    }
  }

  public long bytes() {
    return shape.elements() * type.bytes();
  }

  @Override
  public Shape shape() {
    return shape;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public INDArray toArray() {
    synchronized (owner) {
      owner.checkOpen();
      return array.dup('c');
    }
  }

  @Override
  public void copyTo(INDArray target) {
    synchronized (owner) {
      owner.checkOpen();
      target.assign(array);
    }
  }

  @Override
  public Optional<INDArray> live() {
    synchronized (owner) {
      owner.checkOpen();
      owner.lent = true;
      // A view, which the user cannot close.
      return Optional.of(flat(this).reshape('c', shape.toLongs()));
    }
  }

  @Override
  public float[] toFloats() {
    synchronized (owner) {
      return flat(this).toFloatVector();
    }
  }

  @Override
  public void set(INDArray values) {
    checkElements(values.length());
    synchronized (owner) {
      owner.checkOpen();
      array.assign(values.reshape('c', shape.toLongs()));
    }
  }

  @Override
  public void set(float[] values) {
    checkElements(values.length);
    synchronized (owner) {
      try (INDArray copy = Nd4j.createFromArray(values)) {
        flat(this).assign(copy);
      }
    }
  }

  @Override
  public void set(long from, FloatBuffer values) {
    ShapeException.checkPart(shape, from, values.remaining());
    long at = from;
    synchronized (owner) {
      while (values.hasRemaining()) {
        float[] run = new float[Math.min(COPIED_AT_ONCE, values.remaining())];
        values.get(run);
        try (INDArray copy = Nd4j.createFromArray(run)) {
          part(at, run.length).assign(copy);
        }
        at += run.length;
      }
    }
  }

  @Override
  public void get(long from, FloatBuffer values) {
    ShapeException.checkPart(shape, from, values.remaining());
    long at = from;
    synchronized (owner) {
      while (values.hasRemaining()) {
        int run = Math.min(COPIED_AT_ONCE, values.remaining());
        values.put(part(at, run).toFloatVector());
        at += run;
      }
    }
  }

  private INDArray part(long from, int count) {
    return flat(this).get(NDArrayIndex.interval(from, from + count));
  }

  private void checkElements(long received) {
    if (received != shape.elements()) {
      throw new ShapeException(
          "tensor",
          shape.elements() + " elements for shape " + shape,
          received,
          "pass values of the tensor's shape");
    }
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
