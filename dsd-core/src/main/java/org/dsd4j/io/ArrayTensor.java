package org.dsd4j.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array in memory, bit for bit: row-major, in single or double precision.
 *
 * @param name what a file calls it
 * @param array the values
 */
record ArrayTensor(String name, INDArray array) implements NamedTensor {
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
    ByteBuffer run =
        ByteBuffer.allocate((int) Math.min(RUN, bytes())).order(ByteOrder.LITTLE_ENDIAN);
    int longest = run.capacity() / type().bytes();
    for (int from = 0; from < elements(); from += longest) {
      int count = (int) Math.min(longest, elements() - from);
      run.clear().limit(count * type().bytes());
      if (type() == StoredType.F64) {
        DoubleBuffer values = array.data().asNioDouble();
        run.asDoubleBuffer().put(values.slice(from, count));
      } else {
        FloatBuffer values = array.data().asNioFloat();
        run.asFloatBuffer().put(values.slice(from, count));
      }
      reader.accept(run);
    }
  }
}
