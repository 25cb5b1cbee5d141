package org.dsd4j.kernel.onednn.primitive;

import java.util.HashMap;
import java.util.Map;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;

/**
 * Memory for intermediate results, kept from call to call. Two uses that overlap in time need
 * different names; what was there before is overwritten.
 */
public final class NamedScratch implements AutoCloseable {
  private final Map<String, NativeBlock> blocks = new HashMap<>();

  /** A tensor in single precision whose contents are undefined. */
  public OnednnTensor get(String name, Shape shape) {
    long bytes = shape.elements() * ElementType.FLOAT32.bytes();
    return new OnednnTensor(block(name, bytes), 0, ElementType.FLOAT32, shape);
  }

  /** A block of at least this size. */
  NativeBlock block(String name, long bytes) {
    NativeBlock block = blocks.get(name);
    if (block == null || block.bytes() < bytes) {
      if (block != null) {
        blocks.remove(name);
        block.close();
      }
      block = new NativeBlock(bytes);
      blocks.put(name, block);
    }
    return block;
  }

  public long bytes() {
    return blocks.values().stream().mapToLong(NativeBlock::bytes).sum();
  }

  @Override
  public void close() {
    blocks.values().forEach(NativeBlock::close);
    blocks.clear();
  }
}
