package org.dsd4j.datasets.speech;

import java.util.random.RandomGenerator;
import org.dsd4j.audio.Recording;

/**
 * Recordings of one rate with what is said in them, of which {@link SpeechDataset} makes samples.
 *
 * <p>Immutable and safe to read from several threads at once.
 */
public interface SpokenTexts {
  /** A short name for tables and provenance. */
  String name();

  /** How many there are, at least one. */
  int size();

  /** Samples a second of all recordings. */
  int rate();

  /** What is said, as it is to be spelled. */
  String text(int index);

  /** How messages call a recording. */
  String describe(int index);

  /** How messages call the place where a text is written; the recording unless it is elsewhere. */
  default String describeText(int index) {
    return describe(index);
  }

  /** How many samples a recording has, or has on average where that is random. */
  int samples(int index);

  /** The most samples that any recording may have. */
  int mostSamples();

  /**
   * A recording, as it is once.
   *
   * @param random what is random is drawn from this alone
   */
  Recording recording(int index, RandomGenerator random);

  /** A SHA-256 in hexadecimal: equal data, equal value. */
  String fingerprint();
}
