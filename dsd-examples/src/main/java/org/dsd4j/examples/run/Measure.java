package org.dsd4j.examples.run;

import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.Metric;

/**
 * The main metric of an example.
 *
 * @param metric the metric
 * @param title its name in tables
 * @param percent whether its values are fractions, shown as percentages
 */
public record Measure(Metric metric, String title, boolean percent) {
  /** The fraction of correctly classified samples. */
  static Measure accuracy() {
    return new Measure(new Accuracy(), "Accuracy", true);
  }
}
