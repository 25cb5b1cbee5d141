package org.dsd4j.kernel.nd4j.array;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays for intermediate results, kept from call to call. Two uses that overlap in time need
 * different slots; what a slot held before is overwritten.
 */
public final class Scratch implements AutoCloseable {
  private final Map<Key, INDArray> arrays = new HashMap<>();
  private final Map<Block, INDArray> memory = new HashMap<>();
  private final Map<Object, INDArray> constants = new HashMap<>();

  private record Key(String slot, DataType type, List<Long> shape) {}

  private record Block(String name, DataType type) {}

  /** An array of this shape whose contents are undefined. */
  public INDArray get(String slot, DataType type, long... shape) {
    Key key = new Key(slot, type, Arrays.stream(shape).boxed().toList());
    INDArray array = arrays.get(key);
    if (array == null) {
      array = view(new Block(slot, type), shape);
      arrays.put(key, array);
    }
    return array;
  }

  /**
   * A matrix of this many rows, whose contents are undefined, in an array that has room for {@code
   * capacity} of them: for numbers of rows that change from call to call.
   */
  public INDArray rows(String slot, DataType type, long capacity, long rows, long width) {
    INDArray room = get(slot, type, capacity * width);
    INDArray part = rows == capacity ? room : room.get(interval(0, rows * width));
    return part.reshape('c', rows, width);
  }

  /** An array of ones that is only read; those of all shapes share the memory of the largest. */
  INDArray ones(DataType type, long... shape) {
    Block slot = new Block("ones", type);
    INDArray before = memory.get(slot);
    INDArray ones = get(slot.name, type, shape);
    INDArray block = memory.get(slot);
    if (block != null && block != before) {
      block.assign(1);
    }
    return ones;
  }

  /** An array that is computed once and then only read. */
  public INDArray constant(Object key, Function<Object, INDArray> compute) {
    return constants.computeIfAbsent(key, compute);
  }

  private INDArray view(Block slot, long[] shape) {
    long needed = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    INDArray block = memory.get(slot);
    if (block == null || block.length() < needed) {
      // The views of the old block are invalid with it.
      arrays.keySet().removeIf(k -> k.slot.equals(slot.name) && k.type == slot.type);
      if (block != null) {
        // Removed first: if allocation fails, nothing here may point to a closed array.
        memory.remove(slot);
        block.close();
      }
      block = Nd4j.createUninitialized(slot.type, new long[] {needed}, 'c');
      memory.put(slot, block);
    }
    INDArray part = block.length() == needed ? block : block.get(interval(0, needed));
    return part.reshape('c', shape);
  }

  public long bytes() {
    List<INDArray> all = new ArrayList<>(memory.values());
    all.addAll(constants.values());
    return all.stream().mapToLong(a -> a.length() * a.dataType().width()).sum();
  }

  @Override
  public void close() {
    memory.values().forEach(INDArray::close);
    constants.values().forEach(INDArray::close);
    memory.clear();
    constants.clear();
    arrays.clear();
  }
}
