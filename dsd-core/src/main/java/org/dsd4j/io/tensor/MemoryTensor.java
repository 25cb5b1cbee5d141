package org.dsd4j.io.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A tensor in memory, stored in double precision if it has that type, else in single precision.
 *
 * @param name its name in files
 * @param tensor the values
 */
record MemoryTensor(String name, Tensor tensor) implements NamedTensor {
  @Override
  public StoredType type() {
    return tensor.type() == ElementType.FLOAT64 ? StoredType.F64 : StoredType.F32;
  }

  @Override
  public List<Long> extents() {
    return Arrays.stream(tensor.shape().toLongs()).boxed().toList();
  }

  @Override
  public void runs(Consumer<ByteBuffer> reader) {
    if (type() == StoredType.F64) {
      try (INDArray copy = tensor.toArray()) {
        new ArrayTensor(name, copy).runs(reader);
      }
      return;
    }
    ByteBuffer run =
        ByteBuffer.allocate((int) Math.min(RUN, bytes())).order(ByteOrder.LITTLE_ENDIAN);
    int longest = run.capacity() / type().bytes();
    for (long from = 0; from < elements(); from += longest) {
      int count = (int) Math.min(longest, elements() - from);
      run.clear().limit(count * type().bytes());
      tensor.get(from, run.asFloatBuffer());
      reader.accept(run);
    }
  }
}
