package org.dsd4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.Finding;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Rival;
import org.dsd4j.statistics.Scale;
import org.dsd4j.statistics.Summary;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyDescription;
import org.dsd4j.study.row.StudyStage;

/**
 * The arms of a task, compared.
 *
 * @param task the task
 * @param arms its arms, in order
 */
public record TaskResult(StudyDescription.Task task, List<ArmResult> arms) {
  /** Copies the arms. */
  public TaskResult {
    arms = List.copyOf(arms);
  }

  static TaskResult of(StudyDescription.Task task, List<CellRow> all) {
    List<CellRow> rows =
        all.stream()
            .filter(row -> row.cell().task().equals(task.name()))
            .filter(row -> row.cell().stage() == StudyStage.CONFIRMING)
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
        arms.add(arm(arm, own, of(control, rows)));
      }
    }
    return new TaskResult(task, arms);
  }

  private static List<CellRow> of(String arm, List<CellRow> rows) {
    return rows.stream().filter(row -> row.cell().arm().equals(arm)).toList();
  }

  private static ArmResult arm(
      StudyDescription.ArmText arm, List<CellRow> own, List<CellRow> control) {
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
            : difference(good, control).map(AdjustedComparison::alone),
        Optional.empty());
  }

  /** The differences of rows to others, paired by seed; empty without a pair. */
  private static Optional<PairedComparison> difference(List<CellRow> rows, List<CellRow> others) {
    Map<Long, Double> bySeed = new LinkedHashMap<>();
    others.forEach(row -> row.test().ifPresent(value -> bySeed.put(row.cell().seed(), value)));
    List<CellRow> paired =
        rows.stream().filter(row -> bySeed.containsKey(row.cell().seed())).toList();
    if (paired.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        PairedComparison.of(
            paired.stream().mapToDouble(row -> row.test().orElseThrow()).toArray(),
            paired.stream()
                .mapToDouble(row -> Objects.requireNonNull(bySeed.get(row.cell().seed())))
                .toArray()));
  }

  /** The arms that are compared with the control. */
  List<ArmResult> compared() {
    return arms.stream().filter(arm -> arm.againstControl().isPresent()).toList();
  }

  /** The same with the comparisons of a study, in the order of {@link #compared}. */
  TaskResult corrected(List<AdjustedComparison> adjusted) {
    Iterator<AdjustedComparison> next = adjusted.iterator();
    TaskResult corrected =
        new TaskResult(
            task,
            arms.stream()
                .map(arm -> arm.againstControl().isPresent() ? arm.with(next.next()) : arm)
                .toList());
    return new TaskResult(task, corrected.arms.stream().map(corrected::withFinding).toList());
  }

  private ArmResult withFinding(ArmResult arm) {
    if (arm.role() != ArmRole.DSD) {
      return arm;
    }
    return arm.againstControl()
        .map(against -> arm.with(new Finding(against, rivals(arm), scale())))
        .orElse(arm);
  }

  /** What was trained no longer than this arm, compared with it. */
  private List<Rival> rivals(ArmResult arm) {
    List<ArmResult> tried = new ArrayList<>();
    List<PairedComparison> comparisons = new ArrayList<>();
    for (ArmResult rival : arms) {
      if (rival.role() == ArmRole.RIVAL && rival.epochs() <= arm.epochs()) {
        difference(arm.rows(), rival.rows())
            .ifPresent(
                comparison -> {
                  tried.add(rival);
                  comparisons.add(comparison);
                });
      }
    }
    List<AdjustedComparison> adjusted = AdjustedComparison.family(comparisons);
    List<Rival> rivals = new ArrayList<>();
    for (int i = 0; i < tried.size(); i++) {
      boolean less = tried.get(i).epochs() < arm.epochs();
      rivals.add(
          new Rival(
              tried.get(i).name(),
              adjusted.get(i),
              less ? Rival.Training.LESS : Rival.Training.SAME));
    }
    return rivals;
  }

  /** How its metric is read: fractions of at most 1 in points, other values as they are. */
  public Scale scale() {
    boolean fractions =
        arms.stream()
            .flatMap(arm -> arm.rows().stream())
            .allMatch(row -> row.test().orElse(0) >= 0 && row.test().orElse(0) <= 1);
    return fractions ? Scale.points(task.higherIsBetter()) : Scale.plain(task.higherIsBetter());
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

  /** First − second, paired by seed; empty without a pair. */
  public Optional<PairedComparison> compare(ArmResult first, ArmResult second) {
    return difference(first.rows(), second.rows());
  }

  @Override
  public String toString() {
    return StudyTable.of(this);
  }
}
