package org.dsd4j.kernel.onednn.primitive;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;

/**
 * Memory for intermediate results, kept from call to call: a block for each name, as large as its
 * largest use. Two uses that overlap in time need different names or offsets; earlier contents are
 * overwritten.
 */
public final class NativeScratch implements AutoCloseable {
  private static final long ALIGNMENT = 4096;

  private final Map<String, NativeBlock> blocks = new HashMap<>();
  private final IdentityHashMap<memory, Place> placed = new IdentityHashMap<>();

  private record Place(String name, long offset) {}

  /** The next aligned offset after {@code bytes} bytes from {@code offset}. */
  static long after(long offset, long bytes) {
    return (offset + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * A tensor in single precision whose contents are undefined; valid until a larger one of its name
   * is requested.
   */
  public OnednnTensor get(String name, Shape shape) {
    long bytes = shape.elements() * ElementType.FLOAT32.bytes();
    return new OnednnTensor(block(name, bytes), 0, ElementType.FLOAT32, shape);
  }

  /**
   * A memory object at this offset of a block; it follows when the block moves, until it is
   * forgotten.
   */
  memory place(String name, memory.desc format, long offset) {
    NativeBlock block = block(name, offset + format.get_size());
    memory user = new memory(format, Onednn.engine(), block.at(offset));
    placed.put(user, new Place(name, offset));
    return user;
  }

  /** A second memory object, of another format, at the place of {@code user}. */
  memory sameAs(memory user, memory.desc format) {
    Place place = Objects.requireNonNull(placed.get(user), "not of this scratch");
    return place(place.name, format, place.offset);
  }

  void forget(memory user) {
    placed.remove(user);
  }

  private NativeBlock block(String name, long bytes) {
    NativeBlock block = blocks.get(name);
    if (block != null && block.bytes() >= bytes) {
      return block;
    }
    // Before the old one is closed: if allocation fails, nothing here may point to a closed block.
    NativeBlock larger = new NativeBlock(bytes);
    placed.forEach(
        (user, place) -> {
          if (place.name.equals(name)) {
            user.set_data_handle(larger.at(place.offset));
          }
        });
    if (block != null) {
      block.close();
    }
    blocks.put(name, larger);
    return larger;
  }

  public long bytes() {
    return blocks.values().stream().mapToLong(NativeBlock::bytes).sum();
  }

  @Override
  public void close() {
    placed.clear();
    blocks.values().forEach(NativeBlock::close);
    blocks.clear();
  }
}
