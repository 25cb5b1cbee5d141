package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;

/** One stretch of memory, cut into the tensors of a plan. */
final class Slab implements AutoCloseable {
  private final Memory memory;
  private final Placement layout;
  private final Tensor whole;
  private final Map<Slot, Tensor> tensors = new HashMap<>();

  /**
   * The places of the tensors of one type.
   *
   * @param type the type
   * @param offsets the start of each, in elements
   * @param rows the rows of {@link MemoryLayout#ALIGNMENT} elements that they take; rows, because
   *     the number of elements may exceed an int
   * @param bytesUnshared the bytes that they would take without sharing
   */
  record Placement(ElementType type, Map<Slot, Long> offsets, int rows, long bytesUnshared) {
    /**
     * Places tensors.
     *
     * @param lifetimes the turns at which the content of those that lie on no others matters
     */
    static Placement of(ElementType type, List<Slot> slots, Map<Slot, BitSet> lifetimes) {
      List<Slot> storages = slots.stream().filter(slot -> slot.storage() == slot).toList();
      List<MemoryLayout.Buffer> buffers = new ArrayList<>();
      for (Slot slot : storages) {
        BitSet inUse = lifetimes.getOrDefault(slot, new BitSet());
        buffers.add(new MemoryLayout.Buffer(slot.shape().elements(), inUse));
      }
      MemoryLayout layout = MemoryLayout.of(buffers);
      Map<Slot, Long> offsets = new HashMap<>();
      for (int i = 0; i < storages.size(); i++) {
        offsets.put(storages.get(i), layout.offset(i));
      }
      long unshared = 0;
      for (Slot slot : slots) {
        offsets.put(slot, Objects.requireNonNull(offsets.get(slot.storage())));
        unshared += slot.shape().elements() * type.bytes();
      }
      int rows = Math.toIntExact(layout.elements() / MemoryLayout.ALIGNMENT);
      return new Placement(type, offsets, rows, unshared);
    }

    long bytes() {
      return (long) rows * MemoryLayout.ALIGNMENT * type.bytes();
    }
  }

  /**
   * Cuts memory into tensors.
   *
   * @param whole of the layout's type and at least as long; released with this
   */
  Slab(Memory memory, Placement layout, Tensor whole) {
    this.memory = memory;
    this.layout = layout;
    this.whole = whole;
    layout
        .offsets()
        .forEach((slot, offset) -> tensors.put(slot, memory.view(whole, offset, slot.shape())));
  }

  /** The slot's tensor, if it is one of these. */
  Optional<Tensor> tensor(Slot slot) {
    return Optional.ofNullable(tensors.get(slot));
  }

  int tensors() {
    return tensors.size();
  }

  /** The bytes of the tensors. */
  long bytes() {
    return layout.bytes();
  }

  /** The bytes that the tensors would take without sharing. */
  long bytesUnshared() {
    return layout.bytesUnshared();
  }

  @Override
  public void close() {
    memory.release(whole);
  }
}
