package org.dsd4j.dsd;

import org.dsd4j.train.state.TrainingState;

/**
 * Where the first sparse phase starts, kept so that the control may start there too.
 *
 * @param phasesBefore how many phases were over
 * @param firstEpoch the number of the control's first epoch in the whole run, from 0
 * @param state what training goes on from; whoever holds this record holds it
 */
record StartOfControl(int phasesBefore, int firstEpoch, TrainingState state) {}
