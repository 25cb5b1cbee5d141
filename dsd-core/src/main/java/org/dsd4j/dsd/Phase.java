package org.dsd4j.dsd;

import org.dsd4j.schedule.LearningRate;
import org.dsd4j.train.record.Epochs;

/**
 * One phase of a schedule.
 *
 * @param kind the kind of phase
 * @param round the number of its dense-sparse-dense round, from 1
 * @param sparsity the fraction of each pruned layer's weights that are kept at zero; 0 except in a
 *     sparse phase
 * @param epochs its length
 * @param learningRate its learning rate
 */
public record Phase(
    PhaseKind kind, int round, double sparsity, Epochs epochs, LearningRate learningRate) {
  /** The kind, with the round if it is not the first: {@code sparse 2}. */
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
