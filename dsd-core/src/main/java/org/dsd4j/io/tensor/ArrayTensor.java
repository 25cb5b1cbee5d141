package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.internal.Check;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * An array in memory, bit for bit: row-major, in single or double precision.
 *
 * @param name its name in files
 * @param array the values
 */
record ArrayTensor(String name, INDArray array) implements NamedTensor {
  /** Checks the type. */
  ArrayTensor {
    Check.argument(
        array.dataType() == DataType.FLOAT || array.dataType() == DataType.DOUBLE,
        "array " + name,
        "single or double precision",
        array.dataType(),
        "convert it by castTo(DataType.FLOAT)");
  }

  @Override
  public StoredType type() {
    return array.dataType() == DataType.DOUBLE ? StoredType.F64 : StoredType.F32;
  }

  @Override
  public List<Long> extents() {
    return Arrays.stream(array.shape()).boxed().toList();
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    if (liesRowMajor()) {
      runs(array, reader);
    } else {
      try (INDArray copy = array.dup('c')) {
        runs(copy, reader);
      }
    }
  }

  /** Whether its memory consists of exactly these elements in this order. */
  private boolean liesRowMajor() {
    return array.ordering() == 'c' && !array.isView() && Shape.hasDefaultStridesForShape(array);
  }

  private void runs(INDArray rowMajor, Consumer<ByteBuffer> reader) {
    ByteBuffer run =
        ByteBuffer.allocate((int) Math.min(RUN, bytes())).order(ByteOrder.LITTLE_ENDIAN);
    int longest = run.capacity() / type().bytes();
    for (int from = 0; from < elements(); from += longest) {
      int count = (int) Math.min(longest, elements() - from);
      run.clear().limit(count * type().bytes());
      if (type() == StoredType.F64) {
        DoubleBuffer values = rowMajor.data().asNioDouble();
        run.asDoubleBuffer().put(values.slice(from, count));
      } else {
        FloatBuffer values = rowMajor.data().asNioFloat();
        run.asFloatBuffer().put(values.slice(from, count));
      }
      reader.accept(run);
    }
  }
}
