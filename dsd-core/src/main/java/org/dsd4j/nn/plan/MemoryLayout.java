package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places buffers in one stretch of memory so that those in use at the same moment do not overlap.
 *
 * <p>The largest are placed first, each at the lowest offset where it fits: within a few percent of
 * the optimum on networks, without search.
 */
final class MemoryLayout {
  /**
   * Offsets are multiples of this many elements: at least 64 bytes, as an element has two or more.
   */
  static final int ALIGNMENT = 32;

  /**
   * A buffer to place.
   *
   * @param elements its size
   * @param inUse the moments at which its content matters
   */
  record Buffer(long elements, BitSet inUse) {}

  private record Placed(long offset, long end, BitSet inUse) {}

  private final long[] offsets;
  private final List<Placed> placed = new ArrayList<>();
  private long elements;

  private MemoryLayout(List<Buffer> buffers) {
    this.offsets = new long[buffers.size()];
    IntStream.range(0, buffers.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> buffers.get(i).elements()).reversed())
        .forEach(i -> offsets[i] = place(buffers.get(i)));
  }

  static MemoryLayout of(List<Buffer> buffers) {
    return new MemoryLayout(buffers);
  }

  private long place(Buffer buffer) {
    long size = aligned(buffer.elements());
    long offset = 0;
    // In the order of offsets: the first gap that is large enough ends the search.
    for (Placed other : placed) {
      if (other.inUse.intersects(buffer.inUse())) {
        if (other.offset >= offset + size) {
          break;
        }
        offset = Math.max(offset, other.end);
      }
    }
    placed.add(new Placed(offset, offset + size, buffer.inUse()));
    placed.sort(Comparator.comparingLong(Placed::offset));
    elements = Math.max(elements, offset + size);
    return offset;
  }

  /** The size rounded up to where another buffer may start. */
  static long aligned(long elements) {
    return (elements + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The offset of buffer number {@code index}, in elements. */
  long offset(int index) {
    return offsets[index];
  }

  /** The length of the stretch, in elements. */
  long elements() {
    return elements;
  }
}
