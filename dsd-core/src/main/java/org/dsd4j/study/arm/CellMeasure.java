package org.dsd4j.study.arm;

import java.util.Map;

/** Further measures of a cell, taken once after its training. */
@FunctionalInterface
public interface CellMeasure {
  /**
   * Measures; the network must be left as it is.
   *
   * @param run the cell
   * @return values by name, the same names for all cells of a task
   */
  Map<String, Double> of(ArmRun run);
}
