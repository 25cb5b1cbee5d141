package org.dsd4j.datasets.speech;

import java.util.random.RandomGenerator;
import org.dsd4j.audio.Recording;

/**
 * Recordings of one sampling rate with their transcripts, the source of a {@link SpeechDataset}'s
 * samples.
 *
 * <p>Immutable and safe to read from several threads at once.
 */
public interface SpokenTexts {
  /** A short name for tables and provenance. */
  String name();

  /** The number of recordings, at least one. */
  int size();

  /** The sampling rate of all recordings, in samples per second. */
  int rate();

  /** The transcript as it is to be spelled. */
  String text(int index);

  /** A recording as named in messages. */
  String describe(int index);

  /** The place of a transcript as named in messages; by default the recording. */
  default String describeText(int index) {
    return describe(index);
  }

  /** The number of samples of a recording; the mean if it is random. */
  int samples(int index);

  /** The largest number of samples of any recording. */
  int mostSamples();

  /**
   * Reads a recording; a random one is drawn anew each time.
   *
   * @param random the only source of randomness
   */
  Recording recording(int index, RandomGenerator random);

  /** A SHA-256 in hexadecimal: equal data, equal value. */
  String fingerprint();
}
