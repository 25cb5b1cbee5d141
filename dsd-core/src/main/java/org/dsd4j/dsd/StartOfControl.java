package org.dsd4j.dsd;

import org.dsd4j.train.state.TrainingState;

/**
 * The state at the start of the first sparse phase, from which the control starts too.
 *
 * @param phasesBefore the number of phases before it
 * @param firstEpoch the number of the control's first epoch in the whole run, from 0
 * @param state the state of training, owned by the owner of this record
 */
record StartOfControl(int phasesBefore, int firstEpoch, TrainingState state) {}
