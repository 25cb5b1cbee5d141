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
 * What a checkpoint says of a run beside tensors. These records are a file format: a change of them
 * is a new version.
 *
 * @param trainer what trained, {@value DsdRun#TRAINER}
 * @param run what the run was made of
 * @param epochs how many each phase of the schedule is to have, at most
 * @param phases the phases that are over
 * @param control the control's phases that are over
 * @param current the phase that is on; null between phases
 * @param optimizerSteps the number of steps that the optimizer has taken
 * @param start where the control starts; null before the first sparse phase, and without control
 * @param resultSteps the optimizer's steps at the end of the last phase, where its weights and
 *     optimizer state are kept apart from the present ones; null where they are not
 * @param pruned the parameters that the last sparse phase pruned
 * @param histograms what was seen of the weights
 * @param regrown how far pruned weights moved
 * @param limits of the histograms, by parameter
 * @param notes what the run had to tell
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

  /** A phase that is over, and how sparse the network was then. */
  record DsdPhaseRow(PhaseRow record, List<SparsityReport.Row> sparsity) {}

  /** Where the control starts. */
  record StartRow(int phasesBefore, int firstEpoch, long optimizerSteps) {}
}
