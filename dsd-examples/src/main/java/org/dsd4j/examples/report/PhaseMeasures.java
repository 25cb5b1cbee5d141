package org.dsd4j.examples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.dsd.DsdResult;
import org.dsd4j.dsd.PhaseResult;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.WeightSnapshot;

/**
 * Measures that are too expensive for every epoch, such as the BLEU of sentences found by beam
 * search: computed once for each phase, with the weights of its best epoch.
 */
@FunctionalInterface
public interface PhaseMeasures {
  /** The values by name, in the order of tables and as formatted there. */
  Map<String, String> of(Network network);

  /**
   * The values for all phases, including the control's; the network has its own weights again
   * afterwards.
   */
  static List<RunResult.MeasureRow> take(
      PhaseMeasures measures, Network network, DsdResult result) {
    List<RunResult.MeasureRow> rows = new ArrayList<>();
    try (WeightSnapshot own = network.snapshot()) {
      for (PhaseResult phase :
          Stream.concat(result.phases().stream(), result.control().stream()).toList()) {
        network.restore(phase.best().weights());
        Map<String, String> values = measures.of(network);
        if (!values.isEmpty()) {
          rows.add(new RunResult.MeasureRow(phase.record().name(), values));
        }
      }
      network.restore(own);
    }
    return rows;
  }
}
