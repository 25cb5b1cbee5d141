package org.dsd4j.nn.plan;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What one moment of a plan does to memory. What it writes, it overwrites, unless it reads it too.
 *
 * @param reads whose content must still be there
 * @param writes whose content is new
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
