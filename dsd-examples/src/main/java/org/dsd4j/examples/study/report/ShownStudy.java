package org.dsd4j.examples.study.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dsd4j.study.StudyResult;
import org.dsd4j.study.TaskResult;
import org.dsd4j.study.row.CellRow;

/**
 * What the page shows of a study.
 *
 * @param title what the study asks
 * @param lead the verdict over all tasks in words
 * @param counts how often each verdict was reached, by its words
 * @param cells the number of cells with a row
 * @param comparisons the number of comparisons by which p was corrected
 * @param failures the cells without a result
 * @param tasks its tasks, in order
 * @param command the command line that makes it again; may be empty
 * @param java the snippet that makes it again; may be empty
 * @param versions versions and the like, by name
 */
record ShownStudy(
    String title,
    String lead,
    Map<String, Integer> counts,
    int cells,
    int comparisons,
    List<Failure> failures,
    List<ShownTask> tasks,
    String command,
    String java,
    Map<String, String> versions) {

  /**
   * A cell without a result.
   *
   * @param task its task
   * @param arm its arm
   * @param seed its seed
   * @param stage what the seed is for
   * @param epochs the epochs until it failed
   * @param reason why it has none
   */
  record Failure(String task, String arm, long seed, String stage, int epochs, String reason) {
    static Failure of(CellRow row) {
      return new Failure(
          row.cell().task(),
          row.cell().arm(),
          row.cell().seed(),
          row.cell().stage().name().toLowerCase(Locale.ROOT),
          row.epochs(),
          row.failure().orElseThrow());
    }
  }

  static ShownStudy of(StudyResult result, StudyReport.Origin origin) {
    List<Failure> failures =
        result.rows().stream().filter(row -> row.failure().isPresent()).map(Failure::of).toList();
    List<ShownTask> tasks = new ArrayList<>();
    for (TaskResult task : result.tasks()) {
      tasks.add(ShownTask.of(task, result.rows()));
    }
    StudyWords words = new StudyWords(result);
    return new ShownStudy(
        origin.title().isBlank() ? "Does DSD help here?" : origin.title(),
        words.lead(),
        words.counts(),
        result.rows().size(),
        words.comparisons(),
        failures,
        tasks,
        origin.command(),
        origin.java(),
        origin.versions());
  }
}
