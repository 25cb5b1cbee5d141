package org.dsd4j.audio;

import java.util.random.RandomGenerator;

/**
 * A change with a name.
 *
 * @param name the result of toString
 * @param function what it does
 */
record NamedRecordingTransform(String name, RecordingTransform function)
    implements RecordingTransform {
  /** The name of the one that changes nothing. */
  static final String NOTHING = "none";

  @Override
  public Recording apply(Recording recording, RandomGenerator random) {
    return function.apply(recording, random);
  }

  @Override
  public String toString() {
    return name;
  }
}
