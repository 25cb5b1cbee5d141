package org.dsd4j.dsd;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.train.record.Note;
import org.dsd4j.train.record.PhaseProgress;
import org.dsd4j.train.record.Provenance;
import org.dsd4j.train.state.TrainingState;

/**
 * The state of a run between two steps, as values: all that the rest of the run depends on except
 * its settings.
 *
 * @param provenance the provenance of the run at its start
 * @param epochs the largest number of epochs of each phase of the schedule
 * @param phases the results of the completed phases
 * @param control the results of the control's completed phases
 * @param figures the figures of the weights so far
 * @param masks the masks of the last sparse phase; in force during that phase only
 * @param before the values of pruned weights before pruning, where they are to restart
 * @param now the state that each step changes
 * @param current the progress of the current phase; empty between phases
 * @param start the start of the control, once it is known
 * @param result the state at the end of the last phase, while the control runs; a longer phase
 *     would continue from it
 * @param notes the notes of the run
 */
record DsdState(
    Provenance provenance,
    List<Integer> epochs,
    List<PhaseResult> phases,
    List<PhaseResult> control,
    Figures figures,
    Map<String, Mask> masks,
    ValuesBeforePruning before,
    TrainingState now,
    Optional<PhaseProgress> current,
    Optional<StartOfControl> start,
    Optional<TrainingState> result,
    List<Note> notes) {

  /**
   * Figures of the weights.
   *
   * @param histograms the histograms at each moment
   * @param regrown the distances that pruned weights moved
   * @param limits the limits of the histograms, by parameter
   */
  record Figures(
      List<WeightHistogram> histograms, List<RegrownWeights> regrown, Map<String, Double> limits) {
    Figures {
      histograms = List.copyOf(histograms);
      regrown = List.copyOf(regrown);
      limits = Map.copyOf(limits);
    }

    /** These figures without those from the end of a phase that is to continue. */
    Figures withoutEndOf(Phase phase) {
      Moment end = phase.kind() == PhaseKind.SPARSE ? Moment.SPARSE : Moment.RE_DENSE;
      return new Figures(
          histograms.stream().filter(h -> h.round() != phase.round() || h.moment() != end).toList(),
          regrown.stream()
              .filter(r -> phase.kind() != PhaseKind.RE_DENSE || r.round() != phase.round())
              .toList(),
          limits);
    }
  }
}
