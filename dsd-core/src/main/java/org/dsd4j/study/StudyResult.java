package org.dsd4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.statistics.AdjustedComparison;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.RowFile;
import org.dsd4j.study.row.StudyDescription;

/**
 * What the rows of a study say: every arm of every task beside its control, over the seeds that
 * confirm. The p of all these comparisons are corrected together, by Holm's method.
 *
 * @param description the tasks and arms
 * @param rows all rows
 * @param tasks the results of the tasks, in order
 */
public record StudyResult(
    StudyDescription description, List<CellRow> rows, List<TaskResult> tasks) {
  /** Copies the lists. */
  public StudyResult {
    rows = List.copyOf(rows);
    tasks = List.copyOf(tasks);
  }

  /** The result of these rows. */
  public static StudyResult of(StudyDescription description, List<CellRow> rows) {
    List<TaskResult> raw =
        description.tasks().stream().map(task -> TaskResult.of(task, rows)).toList();
    List<PairedComparison> comparisons =
        raw.stream()
            .flatMap(task -> task.compared().stream())
            .map(arm -> arm.comparison().orElseThrow())
            .toList();
    List<AdjustedComparison> adjusted = AdjustedComparison.family(comparisons);
    List<TaskResult> tasks = new ArrayList<>();
    int next = 0;
    for (TaskResult task : raw) {
      int end = next + task.compared().size();
      tasks.add(task.corrected(adjusted.subList(next, end)));
      next = end;
    }
    return new StudyResult(description, rows, tasks);
  }

  /**
   * The result of a study's folder, finished or not.
   *
   * @throws IllegalArgumentException if it is no folder of a study
   * @throws org.dsd4j.data.CorruptDataException if a file of it is damaged
   */
  public static StudyResult read(Path folder) {
    return of(StudyFolder.description(folder), RowFile.read(folder.resolve(StudyFolder.ROWS)));
  }

  /**
   * The result of a task.
   *
   * @throws IllegalArgumentException if there is none of this name; the message lists the names
   */
  public TaskResult task(String name) {
    return tasks.stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(
                        "task",
                        "one of " + tasks.stream().map(TaskResult::name).toList(),
                        name,
                        "name one of the study")));
  }

  /** The table and the verdicts of each task. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    tasks.forEach(task -> text.append(task).append(System.lineSeparator()));
    return text.toString();
  }
}
