package org.dsd4j.study;

import java.util.List;
import java.util.Optional;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Summary;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;

/**
 * One arm of a task over the seeds that confirm.
 *
 * @param name its name
 * @param role what it is compared as
 * @param rows its rows with a result, by seed
 * @param failed its rows without a result, such as those that diverged
 * @param values the metric on the test part; empty if no row has a result
 * @param gain the comparison with the control over the seeds in which both have a result, where a
 *     positive difference is better, for metrics of either direction; empty for the control and
 *     without pairs
 * @param adjustedP the p of the comparison, corrected for all comparisons of the study
 */
public record ArmResult(
    String name,
    ArmRole role,
    List<CellRow> rows,
    List<CellRow> failed,
    Optional<Summary> values,
    Optional<PairedComparison> gain,
    double adjustedP) {
  /** Copies the lists. */
  public ArmResult {
    rows = List.copyOf(rows);
    failed = List.copyOf(failed);
  }

  /** The p of the comparison with the control, not corrected; 1 without a comparison. */
  public double p() {
    return gain.map(PairedComparison::p).orElse(1.0);
  }

  /** The mean number of epochs that its weights were trained for; 0 without a row. */
  public double epochs() {
    return rows.stream().mapToInt(CellRow::epochs).average().orElse(0);
  }

  ArmResult corrected(double adjusted) {
    return new ArmResult(name, role, rows, failed, values, gain, adjusted);
  }
}
