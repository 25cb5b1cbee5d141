package org.dsd4j.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.metric.Metric;
import org.jspecify.annotations.Nullable;

/**
 * The loss and metrics of a network over a data set or a part of one. Evaluations of parts
 * {@linkplain #merge merge} to that of the whole.
 */
public final class Evaluation {
  private final Map<String, Metric.Running> metrics;
  private Optional<LossSum> loss;

  Evaluation(Optional<LossSum> loss, Map<String, Metric.Running> metrics) {
    this.loss = loss;
    this.metrics = new LinkedHashMap<>(metrics);
  }

  /**
   * The mean loss over all elements that count.
   *
   * @throws IllegalStateException if no loss was measured, or nothing counted
   */
  public double loss() {
    LossSum sum =
        loss.orElseThrow(
            () -> new IllegalStateException("no loss was measured; give the evaluator one"));
    if (sum.weight() == 0) {
      throw new IllegalStateException(
          "loss of nothing: every target is one that the loss ignores; look at the labels");
    }
    return sum.mean();
  }

  /**
   * The value of a metric.
   *
   * @param name its name, such as {@code accuracy}
   * @throws IllegalArgumentException if no such metric was measured; the message lists the names
   * @throws IllegalStateException if nothing counted for it
   */
  public double metric(String name) {
    Metric.@Nullable Running running = metrics.get(name);
    if (running == null) {
      throw new IllegalArgumentException(
          Check.message(
              "metric", "one of " + metrics.keySet(), name, "name one that was measured"));
    }
    return running.value();
  }

  /**
   * The values of all metrics by name, in the order in which they were given.
   *
   * @throws IllegalStateException if nothing counted for one of them
   */
  public Map<String, Double> metrics() {
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach((name, running) -> values.put(name, running.value()));
    return values;
  }

  /**
   * Adds the evaluation of another part of the data, which does not change: afterwards this is the
   * evaluation of both parts.
   *
   * @throws IllegalArgumentException if the other has another loss or other metrics; then nothing
   *     changes
   */
  public void merge(Evaluation other) {
    Check.argument(
        measured().equals(other.measured()),
        "evaluation to merge",
        "one of " + measured(),
        other.measured(),
        "measure the same on all parts");
    metrics.forEach((name, running) -> running.merge(other.running(name)));
    loss = loss.flatMap(sum -> other.loss.map(sum::plus));
  }

  private Metric.Running running(String name) {
    return Objects.requireNonNull(metrics.get(name));
  }

  private List<String> measured() {
    return Stream.concat(loss.stream().map(sum -> "loss"), metrics.keySet().stream()).toList();
  }

  /** For example {@code loss 0.1234, accuracy 0.9712}. */
  @Override
  public String toString() {
    return Stream.concat(
            loss.stream().map(sum -> text("loss", sum.mean())),
            metrics.entrySet().stream().map(each -> text(each.getKey(), each.getValue().value())))
        .collect(Collectors.joining(", "));
  }

  private static String text(String name, double value) {
    return String.format(Locale.ROOT, "%s %.4g", name, value);
  }
}
