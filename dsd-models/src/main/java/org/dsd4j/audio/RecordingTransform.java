package org.dsd4j.audio;

import java.util.random.RandomGenerator;

/**
 * A change of a recording before its features are computed. It returns a new recording, does not
 * modify its argument, and uses {@code random} as its only source of randomness, so that equal
 * seeds give equal bits. Thread-safe. {@link RecordingAugment} has the usual ones.
 */
@FunctionalInterface
public interface RecordingTransform {
  /** Returns the changed recording, at the same rate. */
  Recording apply(Recording recording, RandomGenerator random);

  /** This change, then {@code next}. */
  default RecordingTransform then(RecordingTransform next) {
    return (recording, random) -> next.apply(apply(recording, random), random);
  }

  /** The transform that returns recordings unchanged. */
  static RecordingTransform identity() {
    return (recording, random) -> recording;
  }
}
