package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.dsd4j.internal.Internal;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Makes an array of a tensor's elements, bit for bit. If arrays are in the host's memory, each
 * element is written once, directly to its place; on a device, operations copy blocks of them,
 * because the device does not see writes to the host's memory.
 *
 * @hidden
 */
@Internal
public final class ArrayFill {
  private final INDArray array;
  private long next;

  private ArrayFill(INDArray array) {
    this.array = array;
  }

  /**
   * An array, row-major, that the caller owns.
   *
   * @param tensor of single or double precision
   */
  public static INDArray of(NamedTensor tensor) {
    DataType type = tensor.type() == StoredType.F64 ? DataType.DOUBLE : DataType.FLOAT;
    long[] extents = tensor.extents().stream().mapToLong(Long::longValue).toArray();
    INDArray array = Nd4j.createUninitialized(type, extents, 'c');
    try {
      ArrayFill fill = new ArrayFill(array);
      tensor.runs(Nd4j.getEnvironment().isCPU() ? fill::write : fill::assign);
      return array;
    } catch (RuntimeException e) {
      array.close();
      throw e;
    }
  }

  private void write(ByteBuffer run) {
    if (array.dataType() == DataType.DOUBLE) {
      DoubleBuffer values = run.asDoubleBuffer();
      int count = values.remaining();
      array.data().asNioDouble().position(Math.toIntExact(next)).put(values);
      next += count;
    } else {
      FloatBuffer values = run.asFloatBuffer();
      int count = values.remaining();
      array.data().asNioFloat().position(Math.toIntExact(next)).put(values);
      next += count;
    }
  }

  private void assign(ByteBuffer run) {
    INDArray flat = array.reshape('c', new long[] {array.length()});
    try (INDArray values = values(run)) {
      long end = next + values.length();
      flat.get(NDArrayIndex.interval(next, end)).assign(values);
      next = end;
    }
  }

  private INDArray values(ByteBuffer run) {
    if (array.dataType() == DataType.DOUBLE) {
      double[] values = new double[run.remaining() / Double.BYTES];
      run.asDoubleBuffer().get(values);
      return Nd4j.createFromArray(values);
    }
    float[] values = new float[run.remaining() / Float.BYTES];
    run.asFloatBuffer().get(values);
    return Nd4j.createFromArray(values);
  }
}
