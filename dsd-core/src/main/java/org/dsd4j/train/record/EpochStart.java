package org.dsd4j.train.record;

import org.dsd4j.train.state.TrainingState;

/**
 * Where a step back leads. That is the beginning of the epoch, or where it was resumed by a trainer
 * that was told to step back while the one before was not.
 *
 * @param state what training goes on from; whoever holds this record holds it
 * @param learned how far the epoch had come
 */
public record EpochStart(TrainingState state, LearnedPart learned) {}
