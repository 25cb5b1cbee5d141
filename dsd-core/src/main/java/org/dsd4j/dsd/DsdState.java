package org.dsd4j.dsd;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.nn.Mask;
import org.dsd4j.nn.WeightSnapshot;
import org.dsd4j.train.Note;
import org.dsd4j.train.Provenance;
import org.dsd4j.train.SessionState;

/**
 * Where a run stands between two steps, as values: all that its rest depends on beside its
 * settings.
 *
 * @param provenance what the run was made of when it began
 * @param phases what came out of the phases that are over
 * @param control the same of the control
 * @param figures what was seen of the weights so far
 * @param masks which weights the last sparse phase pruned; in force during that phase only
 * @param now what each step changes
 * @param start what the control starts from, once that is known
 * @param result the weights of the last phase, while the control runs
 * @param notes what the run had to tell
 */
record DsdState(
    Provenance provenance,
    List<PhaseResult> phases,
    List<PhaseResult> control,
    Figures figures,
    Map<String, Mask> masks,
    SessionState now,
    Optional<StartOfControl> start,
    Optional<WeightSnapshot> result,
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
  }
}
