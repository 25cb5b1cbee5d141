package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/** One stretch of memory, cut into the tensors of a plan. */
final class Slab implements AutoCloseable {
  private final Memory memory;
  private final Tensor whole;
  private final Map<Slot, Tensor> tensors = new HashMap<>();
  private final long bytesUnshared;

  /**
   * Lays the tensors out and allocates what they need.
   *
   * @param lifetimes when the content of those that lie on no others matters
   */
  Slab(Memory memory, ElementType type, List<Slot> slots, Map<Slot, BitSet> lifetimes) {
    this.memory = memory;
    List<Slot> storages = slots.stream().filter(slot -> slot.storage() == slot).toList();
    List<MemoryLayout.Buffer> buffers = new ArrayList<>();
    for (Slot slot : storages) {
      BitSet inUse = lifetimes.getOrDefault(slot, new BitSet());
      buffers.add(new MemoryLayout.Buffer(slot.shape().elements(), inUse));
    }
    MemoryLayout layout = MemoryLayout.of(buffers);
    // Rows, because the number of elements may exceed an int.
    int rows = Math.toIntExact(layout.elements() / MemoryLayout.ALIGNMENT);
    this.whole = memory.allocate(type, Shape.of(rows, MemoryLayout.ALIGNMENT));
    Map<Slot, Long> offsets = new HashMap<>();
    for (int i = 0; i < storages.size(); i++) {
      offsets.put(storages.get(i), layout.offset(i));
    }
    long unshared = 0;
    for (Slot slot : slots) {
      long offset = Objects.requireNonNull(offsets.get(slot.storage()));
      tensors.put(slot, memory.view(whole, offset, slot.shape()));
      unshared += slot.shape().elements() * type.bytes();
    }
    this.bytesUnshared = unshared;
  }

  /** The slot's tensor, if it is one of these. */
  Optional<Tensor> tensor(Slot slot) {
    return Optional.ofNullable(tensors.get(slot));
  }

  int tensors() {
    return tensors.size();
  }

  long bytes() {
    return whole.shape().elements() * whole.type().bytes();
  }

  /** How many bytes the tensors would take if each had its own. */
  long bytesUnshared() {
    return bytesUnshared;
  }

  @Override
  public void close() {
    tensors.values().forEach(memory::release);
    memory.release(whole);
  }
}
