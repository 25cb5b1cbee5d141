package org.dsd4j.train;

import java.util.List;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.checkpoint.SavedRows.RunRow;
import org.dsd4j.train.record.Note;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Trainer}'s checkpoint that is not tensors. It is a file format: a change of
 * it needs a new version.
 *
 * @param trainer the kind of trainer, {@value TrainerRun#TRAINER}
 * @param run the run's provenance
 * @param epochs the largest number of epochs of the one phase
 * @param phase the one phase; null before it is completed
 * @param current its progress; null when it is completed
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param notes the notes of the run
 */
record TrainerDocument(
    String trainer,
    RunRow run,
    int epochs,
    @Nullable PhaseRow phase,
    @Nullable ProgressRow current,
    long optimizerSteps,
    List<Note> notes) {}
