package org.dsd4j.examples.study.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.dsd4j.statistics.Scale;
import org.dsd4j.statistics.Summary;
import org.dsd4j.study.ArmResult;
import org.dsd4j.study.row.CellRow;
import org.dsd4j.study.row.StudyDescription;
import org.dsd4j.study.row.StudyStage;
import org.jspecify.annotations.Nullable;

/**
 * An arm of a task. One of which no cell was trained has settings, and nothing else.
 *
 * @param name its name
 * @param role what it is compared as: {@code dense}, {@code control}, {@code dsd} or {@code rival}
 * @param family the name that it shares with other settings of the same idea
 * @param settings its settings in words
 * @param screened its mean on the validation part over the screening seeds; null without any
 * @param screenings the number of screening seeds
 * @param epochs the mean number of epochs that its weights were trained for
 * @param seeds the seeds with a result
 * @param values the metric on the test part by seed, in the unit of differences
 * @param failed the seeds without a result
 * @param mean the mean of the values; null without any
 * @param deviation their standard deviation; null for fewer than two
 * @param gain the gain over the control; null for the control and without pairs
 * @param finding the verdict; null except for DSD with pairs
 * @param measures values of further measures by name, by seed
 * @param curve its epochs
 */
record ShownArm(
    String name,
    String role,
    String family,
    String settings,
    @Nullable Double screened,
    int screenings,
    double epochs,
    List<Long> seeds,
    List<Double> values,
    List<Long> failed,
    @Nullable Double mean,
    @Nullable Double deviation,
    @Nullable ShownGain gain,
    @Nullable ShownFinding finding,
    Map<String, List<@Nullable Double>> measures,
    ShownCurve curve) {

  /**
   * An arm.
   *
   * @param arm its description
   * @param result its results; empty if no cell of it was trained
   * @param screening its rows with screening seeds
   */
  static ShownArm of(
      StudyDescription.ArmText arm,
      Optional<ArmResult> result,
      List<CellRow> screening,
      Scale scale) {
    List<CellRow> rows = result.map(ArmResult::rows).orElse(List.of());
    Optional<Summary> summary = result.flatMap(ArmResult::values);
    OptionalDouble screened =
        screening.stream().flatMapToDouble(row -> row.validation().stream()).average();
    double unit = scale.factor();
    return new ShownArm(
        arm.name(),
        arm.role().name().toLowerCase(Locale.ROOT),
        arm.family(),
        arm.settings(),
        screened.isPresent() ? ShownNumbers.of(screened.getAsDouble() * unit) : null,
        screening.size(),
        result.map(ArmResult::epochs).orElse(0.0),
        rows.stream().map(row -> row.cell().seed()).toList(),
        rows.stream()
            .map(row -> Objects.requireNonNull(ShownNumbers.of(row.test().orElseThrow() * unit)))
            .toList(),
        result.map(ArmResult::failed).orElse(List.of()).stream()
            .map(row -> row.cell().seed())
            .toList(),
        summary.map(values -> ShownNumbers.of(values.mean() * unit)).orElse(null),
        summary
            .filter(values -> values.deviation().isPresent())
            .map(values -> ShownNumbers.of(values.deviation().orElseThrow() * unit))
            .orElse(null),
        result
            .flatMap(ArmResult::againstControl)
            .map(against -> ShownGain.of(against, scale))
            .orElse(null),
        result.flatMap(ArmResult::finding).map(ShownFinding::of).orElse(null),
        measures(rows),
        ShownCurve.of(rows));
  }

  private static Map<String, List<@Nullable Double>> measures(List<CellRow> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.measures().keySet()));
    Map<String, List<@Nullable Double>> measures = new LinkedHashMap<>();
    for (String name : names) {
      List<@Nullable Double> values = new ArrayList<>();
      for (CellRow row : rows) {
        values.add(ShownNumbers.of(row.measures().getOrDefault(name, Double.NaN)));
      }
      measures.put(name, values);
    }
    return measures;
  }

  /** Whether the row is a screening one of this arm. */
  static boolean isScreening(CellRow row, String task, String arm) {
    return row.cell().stage() == StudyStage.SCREENING
        && row.cell().task().equals(task)
        && row.cell().arm().equals(arm);
  }
}
