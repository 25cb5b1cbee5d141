package org.dsd4j.audio;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.OwnText;

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
    RecordingTransform both = (recording, random) -> next.apply(apply(recording, random), random);
    return both.named(OwnText.inOrder(this, next, NamedRecordingTransform.NOTHING));
  }

  /**
   * This change under a name for tables and provenance, such as {@code telephone}: a lambda has
   * none of its own.
   */
  default RecordingTransform named(String name) {
    Check.argument(
        !name.isBlank(), "name of a change of recordings", "some text", "none", "give it one");
    return new NamedRecordingTransform(name, this);
  }

  /** The transform that returns recordings unchanged. */
  static RecordingTransform identity() {
    return new NamedRecordingTransform(
        NamedRecordingTransform.NOTHING, (recording, random) -> recording);
  }
}
