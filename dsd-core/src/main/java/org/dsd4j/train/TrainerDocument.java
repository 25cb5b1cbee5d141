package org.dsd4j.train;

import java.util.List;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.checkpoint.SavedRows.RunRow;
import org.dsd4j.train.record.Note;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint of a {@link Trainer} says beside tensors. It is a file format: a change is a
 * new version.
 *
 * @param trainer what trained, {@value TrainerRun#TRAINER}
 * @param run what the run was made of
 * @param epochs how many the one phase is to have, at most
 * @param phase the one phase; null while it is on
 * @param current where it stands; null when it is over
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param notes what the run had to tell
 */
record TrainerDocument(
    String trainer,
    RunRow run,
    int epochs,
    @Nullable PhaseRow phase,
    @Nullable ProgressRow current,
    long optimizerSteps,
    List<Note> notes) {}
