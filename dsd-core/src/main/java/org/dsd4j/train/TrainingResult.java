package org.dsd4j.train;

/**
 * What came out of a {@link Trainer}'s run.
 *
 * @param record its epochs and the best of them
 * @param provenance what it was made of
 * @param checkpoints how many were written and how many could not be
 */
public record TrainingResult(
    PhaseRecord record, Provenance provenance, CheckpointCounts checkpoints) {}
