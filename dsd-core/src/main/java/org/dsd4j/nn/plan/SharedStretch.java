package org.dsd4j.nn.plan;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;

/**
 * The memory that all of a network's plans for inference share: only one of them computes at a
 * time, and none keeps anything for the next computation.
 */
final class SharedStretch {
  private final Memory memory;
  private final Map<ElementType, Tensor> wholes = new EnumMap<>(ElementType.class);

  SharedStretch(Memory memory) {
    this.memory = memory;
  }

  /** Whether it has this length for each type. */
  boolean holds(Map<ElementType, Integer> rows) {
    return rows.entrySet().stream().allMatch(wanted -> rows(wanted.getKey()) >= wanted.getValue());
  }

  /** The rows of {@link MemoryLayout#ALIGNMENT} elements that it has of this type. */
  int rows(ElementType type) {
    Tensor whole = wholes.get(type);
    return whole == null ? 0 : whole.shape().extent(0);
  }

  long bytes() {
    return wholes.values().stream()
        .mapToLong(whole -> whole.shape().elements() * whole.type().bytes())
        .sum();
  }

  /** The bytes of these rows. */
  static long bytes(Map<ElementType, Integer> rows) {
    return rows.entrySet().stream()
        .mapToLong(e -> (long) e.getValue() * MemoryLayout.ALIGNMENT * e.getKey().bytes())
        .sum();
  }

  /** Releases the memory, which no plan may use any more, and allocates this length. */
  void replace(Map<ElementType, Integer> rows) {
    wholes.values().forEach(memory::release);
    wholes.clear();
    rows.forEach(
        (type, count) ->
            wholes.put(type, memory.allocate(type, Shape.of(count, MemoryLayout.ALIGNMENT))));
  }

  /** All of it as a tensor that the plan releases. */
  Tensor alias(ElementType type) {
    return memory.alias(Objects.requireNonNull(wholes.get(type)));
  }
}
