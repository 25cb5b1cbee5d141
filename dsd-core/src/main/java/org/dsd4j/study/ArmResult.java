package org.dsd4j.study;

import java.util.List;
import java.util.Optional;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.Finding;
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
 * @param againstControl arm − control over the seeds in which both have a result, with the p
 *     corrected for all comparisons of the study; empty for the control and without pairs
 * @param finding the verdict beside the rivals; empty except for DSD with pairs
 */
public record ArmResult(
    String name,
    ArmRole role,
    List<CellRow> rows,
    List<CellRow> failed,
    Optional<Summary> values,
    Optional<AdjustedComparison> againstControl,
    Optional<Finding> finding) {
  /** Copies the lists. */
  public ArmResult {
    rows = List.copyOf(rows);
    failed = List.copyOf(failed);
  }

  /** Arm − control, without a correction. */
  Optional<PairedComparison> comparison() {
    return againstControl.map(AdjustedComparison::comparison);
  }

  /** The mean number of epochs that its weights were trained for; 0 without a row. */
  public double epochs() {
    return rows.stream().mapToInt(CellRow::epochs).average().orElse(0);
  }

  ArmResult with(AdjustedComparison adjusted) {
    return new ArmResult(name, role, rows, failed, values, Optional.of(adjusted), finding);
  }

  ArmResult with(Finding found) {
    return new ArmResult(name, role, rows, failed, values, againstControl, Optional.of(found));
  }
}
