package org.dsd4j.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dsd4j.internal.Check;

/** What inputs and targets have by name. */
final class Named {
  private Named() {}

  /**
   * That of the only name.
   *
   * @param whose it is, for the message
   * @param remedy what to do where there are several
   */
  static <T> T only(Map<String, T> named, String whose, String remedy) {
    Check.argument(named.size() == 1, whose, "one alone", "those of " + named.keySet(), remedy);
    return named.values().iterator().next();
  }

  /** That of this name. */
  static <T> T of(Map<String, T> named, String what, String name) {
    T value = named.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          Check.message(what, "one of " + named.keySet(), name, "check the spelling"));
    }
    return value;
  }

  /** A copy with another value for this name, in the same order. */
  static <T> Map<String, T> with(Map<String, T> named, String name, T value) {
    Map<String, T> changed = new LinkedHashMap<>(named);
    changed.put(name, value);
    return changed;
  }

  /** An unmodifiable copy in the same order. */
  static <T> Map<String, T> copy(Map<String, T> named) {
    return named.size() == 1
        ? Map.copyOf(named)
        : Collections.unmodifiableMap(new LinkedHashMap<>(named));
  }
}
