package org.dsd4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.dsd4j.study.arm.Arm;
import org.dsd4j.study.row.ArmRole;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyDescription;
import org.dsd4j.study.row.StudyStage;
import org.dsd4j.study.task.StudyData;
import org.dsd4j.study.task.StudyTask;

/**
 * The cells of a study, in order.
 *
 * @param arms the arms of each task
 * @param screening the seeds that choose among the arms of a family; may be empty
 * @param confirming the seeds that compare
 */
record StudyPlan(Map<StudyTask, List<Arm>> arms, List<Long> screening, List<Long> confirming) {
  StudyTask task(String name) {
    return arms.keySet().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  /** The units of a stage: seed by seed, so that every task has its first rows early. */
  List<StudyUnit> units(StudyStage stage) {
    List<StudyUnit> units = new ArrayList<>();
    for (long seed : stage == StudyStage.SCREENING ? screening : confirming) {
      arms.keySet().forEach(task -> units.add(new StudyUnit(task.name(), seed, stage)));
    }
    return units;
  }

  /** The arms that a unit trains; in the confirming stage the screened ones, given their rows. */
  List<Arm> arms(StudyUnit unit, List<CellRow> rows) {
    StudyTask task = task(unit.task());
    List<Arm> all = Objects.requireNonNull(arms.get(task));
    return unit.stage() == StudyStage.SCREENING || screening.isEmpty()
        ? all
        : selected(task, all, rows);
  }

  /** Dense, controls, and of each other family the arm that is best on the validation part. */
  private static List<Arm> selected(StudyTask task, List<Arm> all, List<CellRow> rows) {
    Map<String, Arm> best = new LinkedHashMap<>();
    Map<String, Double> values = new LinkedHashMap<>();
    for (Arm arm : all) {
      double value = meanValidation(task, arm, rows);
      Double known = values.get(arm.family());
      if (known == null || value > known || Double.isNaN(known)) {
        values.put(arm.family(), value);
        best.put(arm.family(), arm);
      }
    }
    return all.stream().filter(arm -> isReference(arm) || best.get(arm.family()) == arm).toList();
  }

  private static boolean isReference(Arm arm) {
    return arm.role() == ArmRole.DENSE || arm.role() == ArmRole.CONTROL;
  }

  /** Larger is better, whatever the metric; NaN if no cell of the arm has a result. */
  private static double meanValidation(StudyTask task, Arm arm, List<CellRow> rows) {
    OptionalDouble mean =
        rows.stream()
            .filter(row -> row.cell().stage() == StudyStage.SCREENING)
            .filter(row -> row.cell().task().equals(task.name()))
            .filter(row -> row.cell().arm().equals(arm.name()))
            .filter(row -> row.validation().isPresent())
            .mapToDouble(row -> row.validation().getAsDouble())
            .average();
    double value = mean.orElse(Double.NaN);
    return task.metric().higherIsBetter() ? value : -value;
  }

  /** The number of cells, of which those to confirm are estimated by families until screened. */
  int size(List<CellRow> rows) {
    int cells = 0;
    for (StudyStage stage : StudyStage.values()) {
      for (StudyUnit unit : units(stage)) {
        cells += arms(unit, rows).size();
      }
    }
    return cells;
  }

  /** The rows in the plan's order, whatever the order in which they were finished. */
  List<CellRow> sorted(List<CellRow> rows) {
    List<CellRow.Cell> order = new ArrayList<>();
    for (StudyStage stage : StudyStage.values()) {
      for (StudyUnit unit : units(stage)) {
        Objects.requireNonNull(arms.get(task(unit.task())))
            .forEach(arm -> order.add(cell(unit, arm)));
      }
    }
    Map<CellRow.Cell, Integer> places = new LinkedHashMap<>();
    order.forEach(cell -> places.putIfAbsent(cell, places.size()));
    return rows.stream()
        .sorted(Comparator.comparingInt(row -> places.getOrDefault(row.cell(), Integer.MAX_VALUE)))
        .toList();
  }

  static CellRow.Cell cell(StudyUnit unit, Arm arm) {
    return new CellRow.Cell(unit.task(), arm.name(), unit.seed(), unit.stage());
  }

  /** The tasks and arms in words. */
  StudyDescription description() {
    List<StudyDescription.Task> tasks = new ArrayList<>();
    arms.forEach((task, ofTask) -> tasks.add(description(task, ofTask)));
    return new StudyDescription(tasks);
  }

  private StudyDescription.Task description(StudyTask task, List<Arm> ofTask) {
    Map<String, String> settings = new LinkedHashMap<>(task.texts());
    StudyData data = task.data(confirming.get(0));
    settings.put("training data", data.training().fingerprint());
    settings.put("validation data", data.validation().fingerprint());
    settings.put("test data", data.test().fingerprint());
    settings.put("seed of these data", Long.toString(confirming.get(0)));
    return new StudyDescription.Task(
        task.name(),
        task.metric().name(),
        task.metric().higherIsBetter(),
        settings,
        ofTask.stream()
            .map(
                arm ->
                    new StudyDescription.ArmText(
                        arm.name(), arm.role(), arm.family(), arm.settings(task)))
            .toList());
  }
}
