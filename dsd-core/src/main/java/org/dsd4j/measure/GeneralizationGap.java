package org.dsd4j.measure;

import java.util.Locale;
import org.dsd4j.data.Dataset;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.internal.Check;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;

/**
 * How much better a network does on the data that it was trained on than on others.
 *
 * @param what the name of what was measured
 * @param training its value on the training data
 * @param test its value on the test data
 * @param higherIsBetter whether larger values are better
 */
public record GeneralizationGap(String what, double training, double test, boolean higherIsBetter) {
  /**
   * The gap of the loss of a network's main output.
   *
   * @throws IllegalArgumentException if a target does not suit the loss
   * @throws org.dsd4j.tensor.ShapeException if samples do not fit the network
   */
  public static GeneralizationGap of(Network network, Loss loss, Dataset training, Dataset test) {
    checkApart(training, test);
    Evaluator evaluator = Evaluator.of(network).loss(loss);
    double here = evaluator.evaluate(training).loss();
    return new GeneralizationGap(loss.name(), here, evaluator.evaluate(test).loss(), false);
  }

  /**
   * The gap of a metric, such as the accuracy.
   *
   * @throws IllegalArgumentException if a target does not suit the metric
   * @throws org.dsd4j.tensor.ShapeException if samples do not fit the network
   */
  public static GeneralizationGap of(
      Network network, Metric metric, Dataset training, Dataset test) {
    checkApart(training, test);
    Evaluator evaluator = Evaluator.of(network);
    double here = evaluator.evaluate(training, metric).metric(metric.name());
    double there = evaluator.evaluate(test, metric).metric(metric.name());
    return new GeneralizationGap(metric.name(), here, there, metric.higherIsBetter());
  }

  private static void checkApart(Dataset training, Dataset test) {
    Check.argument(
        training != test,
        "generalisation gap",
        "test data that were not trained on",
        "the training data, " + training.name() + ", twice",
        "pass a test part");
  }

  /** Training minus test: above 0 for an accuracy, below 0 for a loss where there is a gap. */
  public double value() {
    return training - test;
  }

  /** For example {@code accuracy 0.9950 in training, 0.8120 in test}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.4f in training, %.4f in test", what, training, test);
  }
}
