package org.dsd4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Summary;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.Stage;
import org.dsd4j.study.row.StudyDescription;

/**
 * The arms of a task, compared.
 *
 * @param task the task
 * @param arms its arms, in order
 * @param comparisons the number of comparisons of the study, for which p are corrected
 */
public record TaskResult(StudyDescription.Task task, List<ArmResult> arms, int comparisons) {
  /** Copies the arms. */
  public TaskResult {
    arms = List.copyOf(arms);
  }

  static TaskResult of(StudyDescription.Task task, List<CellRow> all) {
    List<CellRow> rows =
        all.stream()
            .filter(row -> row.cell().task().equals(task.name()))
            .filter(row -> row.cell().stage() == Stage.CONFIRMING)
            .sorted(Comparator.comparingLong(row -> row.cell().seed()))
            .toList();
    String control =
        task.arms().stream()
            .filter(arm -> arm.role() == ArmRole.CONTROL)
            .findFirst()
            .orElseThrow()
            .name();
    List<ArmResult> arms = new ArrayList<>();
    for (StudyDescription.ArmText arm : task.arms()) {
      List<CellRow> own = of(arm.name(), rows);
      if (!own.isEmpty()) {
        arms.add(arm(task, arm, own, of(control, rows)));
      }
    }
    return new TaskResult(task, arms, 0);
  }

  private static List<CellRow> of(String arm, List<CellRow> rows) {
    return rows.stream().filter(row -> row.cell().arm().equals(arm)).toList();
  }

  private static ArmResult arm(
      StudyDescription.Task task,
      StudyDescription.ArmText arm,
      List<CellRow> own,
      List<CellRow> control) {
    List<CellRow> good = own.stream().filter(row -> row.failure().isEmpty()).toList();
    double[] values = good.stream().mapToDouble(row -> row.test().orElseThrow()).toArray();
    return new ArmResult(
        arm.name(),
        arm.role(),
        good,
        own.stream().filter(row -> row.failure().isPresent()).toList(),
        values.length == 0 ? Optional.empty() : Optional.of(Summary.of(values)),
        arm.role() == ArmRole.CONTROL
            ? Optional.empty()
            : gain(good, control, task.higherIsBetter()),
        1);
  }

  /** Pairs by seed; positive is better. */
  private static Optional<PairedComparison> gain(
      List<CellRow> rows, List<CellRow> others, boolean higherIsBetter) {
    Map<Long, Double> bySeed = new LinkedHashMap<>();
    others.forEach(row -> row.test().ifPresent(value -> bySeed.put(row.cell().seed(), value)));
    List<CellRow> paired =
        rows.stream().filter(row -> bySeed.containsKey(row.cell().seed())).toList();
    if (paired.isEmpty()) {
      return Optional.empty();
    }
    double[] own = paired.stream().mapToDouble(row -> row.test().orElseThrow()).toArray();
    double[] other = paired.stream().mapToDouble(row -> bySeed.get(row.cell().seed())).toArray();
    return Optional.of(
        higherIsBetter ? PairedComparison.of(own, other) : PairedComparison.of(other, own));
  }

  /** The arms that are compared with the control. */
  List<ArmResult> compared() {
    return arms.stream().filter(arm -> arm.gain().isPresent()).toList();
  }

  TaskResult corrected(double[] adjusted, int all) {
    List<ArmResult> corrected = new ArrayList<>();
    int next = 0;
    for (ArmResult arm : arms) {
      corrected.add(arm.gain().isPresent() ? arm.corrected(adjusted[next++]) : arm);
    }
    return new TaskResult(task, corrected, all);
  }

  /** The task's name. */
  public String name() {
    return task.name();
  }

  /**
   * An arm.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists the names
   */
  public ArmResult arm(String name) {
    return arms.stream()
        .filter(arm -> arm.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(
                        "arm of '" + name() + "'",
                        "one of " + arms.stream().map(ArmResult::name).toList(),
                        name,
                        "name one of the study")));
  }

  /** The comparison of two arms, where a positive difference means that the first is better. */
  public Optional<PairedComparison> compare(ArmResult first, ArmResult second) {
    return gain(first.rows(), second.rows(), task.higherIsBetter());
  }

  /**
   * The best rival of an arm: of those that trained no more epochs, the one with the best mean.
   *
   * @return empty if no rival was tried with so few epochs
   */
  public Optional<ArmResult> bestRival(ArmResult arm) {
    Comparator<ArmResult> byMean =
        Comparator.comparingDouble(rival -> rival.values().orElseThrow().mean());
    return arms.stream()
        .filter(rival -> rival.role() == ArmRole.RIVAL && rival.values().isPresent())
        .filter(rival -> rival.epochs() <= arm.epochs())
        .max(task.higherIsBetter() ? byMean : byMean.reversed());
  }

  @Override
  public String toString() {
    return StudyTable.of(this);
  }
}
