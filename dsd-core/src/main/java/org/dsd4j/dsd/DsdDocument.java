package org.dsd4j.dsd;

import java.util.List;
import java.util.Map;
import org.dsd4j.prune.SparsityReport;
import org.dsd4j.train.checkpoint.SavedRows.PhaseRow;
import org.dsd4j.train.checkpoint.SavedRows.ProgressRow;
import org.dsd4j.train.checkpoint.SavedRows.RunRow;
import org.dsd4j.train.record.Note;
import org.jspecify.annotations.Nullable;

/**
 * The part of a run's checkpoint that is not tensors. These records are a file format: a change of
 * them needs a new version.
 *
 * @param trainer the kind of trainer, {@value DsdRun#TRAINER}
 * @param run the run's provenance
 * @param epochs the largest number of epochs of each phase of the schedule
 * @param phases the completed phases
 * @param control the control's completed phases
 * @param current the current phase; null between phases
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param start the start of the control; null before the first sparse phase, and without control
 * @param resultSteps the optimizer's steps at the end of the last phase, if its weights and
 *     optimizer state are kept separately from the current ones; else null
 * @param pruned the parameters that the last sparse phase pruned
 * @param histograms the histograms of the weights
 * @param regrown the distances that pruned weights moved
 * @param limits the limits of the histograms, by parameter
 * @param notes the notes of the run
 */
record DsdDocument(
    String trainer,
    RunRow run,
    List<Integer> epochs,
    List<DsdPhaseRow> phases,
    List<DsdPhaseRow> control,
    @Nullable ProgressRow current,
    long optimizerSteps,
    @Nullable StartRow start,
    @Nullable Long resultSteps,
    List<String> pruned,
    List<WeightHistogram> histograms,
    List<RegrownWeights> regrown,
    Map<String, Double> limits,
    List<Note> notes) {

  /** A completed phase, and the network's sparsity at its end. */
  record DsdPhaseRow(PhaseRow record, List<SparsityReport.Row> sparsity) {}

  /** The start of the control. */
  record StartRow(int phasesBefore, int firstEpoch, long optimizerSteps) {}
}
