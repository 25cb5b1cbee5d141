package org.dsd4j.audio;

import java.util.random.RandomGenerator;

/**
 * A change of a recording before its features are taken. It returns a new recording, leaves the one
 * it got as it was and draws from nothing but {@code random}: from the same seed come the same
 * bits. Safe to use from several threads at once. {@link RecordingAugment} has the usual ones.
 */
@FunctionalInterface
public interface RecordingTransform {
  /** The changed recording, at the same rate. */
  Recording apply(Recording recording, RandomGenerator random);

  /** This change, then {@code next}. */
  default RecordingTransform then(RecordingTransform next) {
    return (recording, random) -> next.apply(apply(recording, random), random);
  }

  /** The change that changes nothing. */
  static RecordingTransform identity() {
    return (recording, random) -> recording;
  }
}
