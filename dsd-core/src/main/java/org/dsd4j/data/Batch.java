package org.dsd4j.data;

/**
 * Some samples, stacked: features [N, ...] and targets [N, ...].
 *
 * @param features the inputs
 * @param targets the answers; class numbers have shape [N]
 * @param size N
 */
public record Batch(Values features, Values targets, int size) {}
