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
 * Where a run stands between two steps, as values: all that its rest depends on beside its
 * settings.
 *
 * @param provenance what the run was made of when it began
 * @param epochs how many each phase of the schedule is to have, at most
 * @param phases what came out of the phases that are over
 * @param control the same of the control
 * @param figures what was seen of the weights so far
 * @param masks which weights the last sparse phase pruned; in force during that phase only
 * @param now what each step changes
 * @param current where the phase stands that is on; empty between phases
 * @param start what the control starts from, once that is known
 * @param result what the last phase ended with, while the control runs; a longer phase would go on
 *     from there
 * @param notes what the run had to tell
 */
record DsdState(
    Provenance provenance,
    List<Integer> epochs,
    List<PhaseResult> phases,
    List<PhaseResult> control,
    Figures figures,
    Map<String, Mask> masks,
    TrainingState now,
    Optional<PhaseProgress> current,
    Optional<StartOfControl> start,
    Optional<TrainingState> result,
    List<Note> notes) {

  /**
   * What was seen of the weights.
   *
   * @param histograms at each moment
   * @param regrown how far pruned weights moved
   * @param limits of the histograms, by parameter
   */
  record Figures(
      List<WeightHistogram> histograms, List<RegrownWeights> regrown, Map<String, Double> limits) {
    Figures {
      histograms = List.copyOf(histograms);
      regrown = List.copyOf(regrown);
      limits = Map.copyOf(limits);
    }

    /** These without what was seen at the end of a phase, which is to go on. */
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
