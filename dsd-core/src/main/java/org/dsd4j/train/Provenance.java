package org.dsd4j.train;

import java.time.Instant;
import java.util.Map;

/**
 * What a run was made of: enough to run it again.
 *
 * @param started when
 * @param seed the seed of shuffling, augmentation and dropout
 * @param settings what the trainer was set to, in words
 * @param data a SHA-256 of each data set, by name
 * @param versions of this library, Java, the operating system and what computes
 * @param kernels the kernels' name
 * @param threads how many threads compute; another number may change the last bits
 */
public record Provenance(
    Instant started,
    long seed,
    Map<String, String> settings,
    Map<String, String> data,
    Map<String, String> versions,
    String kernels,
    int threads) {}
