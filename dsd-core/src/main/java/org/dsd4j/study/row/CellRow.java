package org.dsd4j.study.row;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The result of one cell: one arm of one task with one seed. It holds nothing that depends on the
 * machine's speed, so that equal cells have equal rows.
 *
 * @param cell which cell
 * @param failure why it has no result, such as a loss that became NaN; empty if it has one
 * @param epochs the epochs that its weights were trained for, the shared dense ones included
 * @param validation the metric on the validation part
 * @param test the metric on the test part; empty in a screening cell
 * @param measures further measures, in the order of their names
 * @param curve its epochs, in order
 * @param weightsSha256 a SHA-256 of its weights, equal for equal bits; empty if it failed
 */
public record CellRow(
    Cell cell,
    Optional<String> failure,
    int epochs,
    OptionalDouble validation,
    OptionalDouble test,
    Map<String, Double> measures,
    List<EpochPoint> curve,
    String weightsSha256) {
  /** Copies the collections. */
  public CellRow {
    measures = Collections.unmodifiableMap(new TreeMap<>(measures));
    curve = List.copyOf(curve);
  }

  /**
   * One arm of one task with one seed.
   *
   * @param task the task's name
   * @param arm the arm's name
   * @param seed the seed of initial weights, data, order and noise
   * @param stage what the seed is for
   */
  public record Cell(String task, String arm, long seed, StudyStage stage) {
    @Override
    public String toString() {
      return task + " | " + arm + " | seed " + seed;
    }
  }

  /** A cell without a result. */
  public static CellRow failed(Cell cell, String reason, int epochs) {
    return new CellRow(
        cell,
        Optional.of(reason),
        epochs,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Map.of(),
        List.of(),
        "");
  }
}
