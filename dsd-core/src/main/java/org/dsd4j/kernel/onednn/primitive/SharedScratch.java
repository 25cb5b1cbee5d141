package org.dsd4j.kernel.onednn.primitive;

import java.util.IdentityHashMap;
import java.util.Objects;
import org.bytedeco.dnnl.memory;
import org.dsd4j.kernel.onednn.heap.NativeBlock;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what lives no longer than one call: primitives' working memory, weights in a layout of
 * their own. All calls share it, since they run one after the other; it grows to what the largest
 * of them needs.
 */
final class SharedScratch implements AutoCloseable {
  private static final long ALIGNMENT = 4096;

  private final IdentityHashMap<memory, Long> users = new IdentityHashMap<>();
  private @Nullable NativeBlock block;

  /** The next offset at which something may start after {@code bytes} bytes from {@code offset}. */
  static long after(long offset, long bytes) {
    return (offset + bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** A memory object that lies at {@code offset}, wherever the scratch moves. */
  memory use(memory.desc format, long offset) {
    NativeBlock current = reserve(offset + format.get_size());
    memory user = new memory(format, Onednn.engine(), current.at(offset));
    users.put(user, offset);
    return user;
  }

  /** A second memory object, of another format, where {@code user} lies. */
  memory sameAs(memory user, memory.desc format) {
    return use(format, Objects.requireNonNull(users.get(user), "not of this scratch"));
  }

  private NativeBlock reserve(long bytes) {
    NativeBlock current = block;
    if (current == null || current.bytes() < bytes) {
      NativeBlock larger = new NativeBlock(bytes);
      users.forEach((user, offset) -> user.set_data_handle(larger.at(offset)));
      if (current != null) {
        current.close();
      }
      block = larger;
      return larger;
    }
    return current;
  }

  void forget(memory user) {
    users.remove(user);
  }

  long bytes() {
    return block == null ? 0 : block.bytes();
  }

  @Override
  public void close() {
    users.clear();
    if (block != null) {
      block.close();
      block = null;
    }
  }
}
