package org.dsd4j.nn.plan;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The tensors that one turn of a plan reads and writes. A tensor that is written and not read is
 * overwritten.
 *
 * @param reads those whose content must exist
 * @param writes those whose content is new
 */
record Use(Set<Slot> reads, Set<Slot> writes) {
  Use() {
    this(new LinkedHashSet<>(), new LinkedHashSet<>());
  }

  Use read(Slot slot) {
    reads.add(slot.storage());
    return this;
  }

  Use write(Slot slot) {
    writes.add(slot.storage());
    return this;
  }

  boolean writesAnyOf(Set<Slot> slots) {
    return writes.stream().anyMatch(slots::contains);
  }
}
