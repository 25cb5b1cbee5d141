package org.dsd4j.sensitivity;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.internal.TextTable;
import org.dsd4j.prune.Pruning;

/**
 * The metric of a network under pruning of each of its parameters, without training.
 *
 * @param setting the metric, the data and the pruner
 * @param baseline the metric of the unchanged network
 * @param curves one for each scanned parameter, in the network's order
 * @param time the time that the scan took
 */
public record Sensitivity(
    ScanSetting setting, double baseline, List<SensitivityCurve> curves, Duration time) {
  /** The loss of the metric that is usually accepted: one point, where it is a fraction. */
  public static final double TOLERANCE = 0.01;

  /** Copies the list. */
  public Sensitivity {
    curves = List.copyOf(curves);
  }

  /**
   * The settings of a scan.
   *
   * @param metric the metric's name
   * @param higherIsBetter the direction of the metric
   * @param samples the number of samples that it was measured on
   * @param pruner the pruner
   * @param sparsities the sparsities, ascending
   */
  public record ScanSetting(
      String metric, boolean higherIsBetter, int samples, String pruner, List<Double> sparsities) {
    /** Copies the list. */
    public ScanSetting {
      sparsities = List.copyOf(sparsities);
    }

    /** For example {@code accuracy of 500 samples by magnitude at sparsities 0.5, 0.9}. */
    @Override
    public String toString() {
      return "%s of %s by %s at sparsities %s"
          .formatted(
              metric, Numerals.counted(samples, "sample"), pruner, Numerals.list(sparsities));
    }
  }

  /**
   * The curve of a parameter.
   *
   * @throws IllegalArgumentException if it was not scanned; the message lists the names
   */
  public SensitivityCurve curve(String parameter) {
    return curves.stream()
        .filter(curve -> curve.parameter().equals(parameter))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Check.message(
                        "curve",
                        "one of " + curves.stream().map(SensitivityCurve::parameter).toList(),
                        parameter,
                        "name a parameter that was scanned")));
  }

  /** The parameters for which the time did not suffice. */
  public List<String> notReached() {
    return curves.stream()
        .filter(curve -> !curve.isReached())
        .map(SensitivityCurve::parameter)
        .toList();
  }

  /**
   * A sparsity for each parameter that was reached: the largest measured one up to which no
   * measured sparsity loses more than the tolerance; 0 if the smallest one does. A loss that is
   * smaller at a larger sparsity is taken for luck. Each is for a network in which that parameter
   * alone is pruned: together they lose more.
   *
   * @param tolerance the loss of the metric that is accepted, such as {@link #TOLERANCE}
   */
  public Map<String, Double> suggested(double tolerance) {
    Map<String, Double> sparsities = new LinkedHashMap<>();
    for (SensitivityCurve curve : curves) {
      curve
          .suggested(baseline, setting.higherIsBetter, tolerance)
          .ifPresent(sparsity -> sparsities.put(curve.parameter(), sparsity));
    }
    return sparsities;
  }

  /**
   * Rules with the {@linkplain #suggested suggested} sparsities; parameters whose suggestion is 0
   * are excluded.
   *
   * @param rules the rules before these, with the pruner
   * @throws IllegalArgumentException if no parameter is left to prune
   * @throws IllegalStateException if parameters were not reached, about which nothing is known
   */
  public Pruning pruning(Pruning rules, double tolerance) {
    if (!notReached().isEmpty()) {
      throw new IllegalStateException(
          Check.message(
              "pruning by a scan",
              "all parameters measured",
              notReached() + " without a measurement",
              "give the scan more time, or exclude them from it"));
    }
    Map<String, Double> suggested = suggested(tolerance);
    Check.argument(
        suggested.values().stream().anyMatch(sparsity -> sparsity > 0),
        "pruning by a scan",
        "a parameter that can be pruned within the tolerance " + tolerance,
        "none",
        "accept a larger loss, or scan smaller sparsities");
    Pruning extended = rules;
    for (Map.Entry<String, Double> each : suggested.entrySet()) {
      extended =
          each.getValue() > 0
              ? extended.sparsity(each.getKey(), each.getValue())
              : extended.exclude(each.getKey());
    }
    return extended;
  }

  /** A line of JSON for each cell; the value of one that was not reached is null. */
  public String toJsonLines() {
    return SensitivityRows.json(this);
  }

  /** The same as CSV with a line of headers; the value of a cell that was not reached is empty. */
  public String toCsv() {
    return SensitivityRows.csv(this);
  }

  /**
   * A table with a row for each parameter and a column for each sparsity, and the sparsities that
   * lose at most {@link #TOLERANCE}.
   */
  @Override
  public String toString() {
    return toString(TOLERANCE);
  }

  /** The same table with the sparsities that lose at most so much. */
  public String toString(double tolerance) {
    TextTable table = new TextTable().left("Parameter").right("Weights");
    setting.sparsities.forEach(sparsity -> table.right(percent(sparsity)));
    table.right("Suggested");
    Map<String, Double> suggested = suggested(tolerance);
    for (SensitivityCurve curve : curves) {
      table.row(
          Stream.of(
                  Stream.of(curve.parameter(), String.format(Locale.ROOT, "%,d", curve.size())),
                  setting.sparsities.stream().map(sparsity -> cell(curve, sparsity)),
                  Stream.of(
                      curve.isReached()
                          ? percent(suggested.getOrDefault(curve.parameter(), 0.0))
                          : "-"))
              .flatMap(entries -> entries)
              .toArray(String[]::new));
    }
    return heading() + table + notReachedLine();
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        "%s of %,d samples: %.4f unpruned. Pruned one by one without training, by %s:%n",
        setting.metric.substring(0, 1).toUpperCase(Locale.ROOT) + setting.metric.substring(1),
        setting.samples,
        baseline,
        setting.pruner);
  }

  private static String cell(SensitivityCurve curve, double sparsity) {
    return curve.points().stream()
        .filter(point -> point.sparsity() == sparsity)
        .map(point -> String.format(Locale.ROOT, "%.4f", point.value()))
        .collect(Collectors.joining())
        .transform(text -> text.isEmpty() ? "-" : text);
  }

  private static String percent(double sparsity) {
    // As many digits as the number has, such as 90 % or 97.5 %.
    return new BigDecimal(Double.toString(sparsity))
            .movePointRight(2)
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }

  private String notReachedLine() {
    return notReached().isEmpty()
        ? ""
        : "Not measured, as the time was up: "
            + String.join(", ", notReached())
            + System.lineSeparator();
  }
}
