package org.dsd4j.examples.run;

import org.dsd4j.metric.Accuracy;
import org.dsd4j.metric.Metric;

/**
 * What an example is judged by.
 *
 * @param metric the metric
 * @param title what tables call it
 * @param percent whether its values are fractions, shown as percentages
 */
public record Measure(Metric metric, String title, boolean percent) {
  /** The share of samples whose class is recognised. */
  static Measure accuracy() {
    return new Measure(new Accuracy(), "Accuracy", true);
  }
}
