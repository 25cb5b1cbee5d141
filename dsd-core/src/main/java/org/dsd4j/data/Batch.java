package org.dsd4j.data;

import org.dsd4j.tensor.Lengths;

/**
 * Some samples, stacked: features [N, ...] and targets [N, ...].
 *
 * @param features the inputs
 * @param targets the answers; class numbers have shape [N]
 * @param size N
 * @param lengths how many steps of each sample are real, where they are padded sequences
 */
public record Batch(Values features, Values targets, int size, Lengths lengths) {
  /** A batch without padding. */
  public Batch(Values features, Values targets, int size) {
    this(features, targets, size, Lengths.whole());
  }
}
