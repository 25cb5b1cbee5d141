package org.dsd4j.datasets.speech;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A recording of speech with its transcript.
 *
 * @param audio the recording's path in its folder or zip file
 * @param text the transcript, possibly empty
 * @param split the part of the data set, if known
 * @param speaker the speaker, if known
 * @param seconds the duration of the recording, if known
 */
public record Utterance(
    String audio,
    String text,
    Optional<String> split,
    Optional<String> speaker,
    OptionalDouble seconds) {
  @Override
  public String toString() {
    return audio + ": \"" + text + "\"";
  }
}
