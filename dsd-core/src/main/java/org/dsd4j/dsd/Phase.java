package org.dsd4j.dsd;

import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.record.Epochs;

/**
 * One phase of a schedule.
 *
 * @param kind what happens to the weights
 * @param round which dense-sparse-dense round it belongs to, from 1
 * @param sparsity the share of each pruned layer's weights that are held at zero; 0 but in a sparse
 *     phase
 * @param epochs how long
 * @param learningRate at what rate
 */
public record Phase(
    PhaseKind kind, int round, double sparsity, Epochs epochs, LearningRate learningRate) {
  /** The kind, with the round where it is not the first: {@code sparse 2}. */
  public String name() {
    return round == 1 ? kind.toString() : kind + " " + round;
  }

  @Override
  public String toString() {
    return epochs
        + ", learning rate "
        + learningRate
        + (kind == PhaseKind.SPARSE ? ", sparsity " + sparsity : "");
  }
}
