package org.dsd4j.train.record;

import org.dsd4j.train.state.TrainingState;

/**
 * The target of a step back: the beginning of the epoch, or the point of a resume if only the
 * resumed run has the policy of stepping back.
 *
 * @param state the state of training, owned by the owner of this record
 * @param learned the part of the epoch that was learned
 */
public record EpochStart(TrainingState state, LearnedPart learned) {
  @Override
  public String toString() {
    return learned + " learned, " + state;
  }
}
