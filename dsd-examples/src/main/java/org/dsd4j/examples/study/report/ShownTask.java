package org.dsd4j.examples.study.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dsd4j.statistics.Finding;
import org.dsd4j.statistics.PairedComparison;
import org.dsd4j.statistics.Scale;
import org.dsd4j.statistics.Verdict;
import org.dsd4j.study.ArmResult;
import org.dsd4j.study.TaskResult;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A task.
 *
 * @param name its name
 * @param metric the metric by which its arms are compared
 * @param higherIsBetter whether larger values of the metric are better
 * @param unit the unit of values and differences; empty for none
 * @param factor what a value of the metric is multiplied by to be in that unit
 * @param settings its settings by name
 * @param arms its arms, in order
 * @param headline the DSD arm to look at first: one that is better if there is any, with the
 *     largest gain; null if none has a verdict
 */
record ShownTask(
    String name,
    String metric,
    boolean higherIsBetter,
    String unit,
    double factor,
    Map<String, String> settings,
    List<ShownArm> arms,
    @Nullable String headline) {

  static ShownTask of(TaskResult result, List<CellRow> all) {
    StudyDescription.Task task = result.task();
    Scale scale = result.scale();
    List<ShownArm> arms = new ArrayList<>();
    for (StudyDescription.ArmText arm : task.arms()) {
      Optional<ArmResult> own =
          result.arms().stream().filter(a -> a.name().equals(arm.name())).findFirst();
      List<CellRow> screening =
          all.stream().filter(row -> ShownArm.isScreening(row, task.name(), arm.name())).toList();
      arms.add(ShownArm.of(arm, own, screening, scale));
    }
    return new ShownTask(
        task.name(),
        task.metric(),
        task.higherIsBetter(),
        scale.unit(),
        scale.factor(),
        task.settings(),
        arms,
        headline(result).orElse(null));
  }

  private static Optional<String> headline(TaskResult result) {
    return result.arms().stream()
        .filter(arm -> arm.finding().isPresent())
        .max(Comparator.comparing(ShownTask::isBetter).thenComparingDouble(ShownTask::meanGain))
        .map(ArmResult::name);
  }

  private static boolean isBetter(ArmResult arm) {
    return arm.finding().orElseThrow().verdict() == Verdict.BETTER;
  }

  private static double meanGain(ArmResult arm) {
    Finding finding = arm.finding().orElseThrow();
    PairedComparison comparison = finding.againstControl().comparison();
    return finding.scale().higherIsBetter()
        ? comparison.meanDifference()
        : -comparison.meanDifference();
  }
}
