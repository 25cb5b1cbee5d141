package org.dsd4j.datasets.speech;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A recording of speech with what was said.
 *
 * @param audio where the recording lies in its folder or zip file
 * @param text what was said, perhaps nothing
 * @param split the part of the data set, if known
 * @param speaker who speaks, if known
 * @param seconds how long the recording is, if known
 */
public record Utterance(
    String audio,
    String text,
    Optional<String> split,
    Optional<String> speaker,
    OptionalDouble seconds) {}
