package org.dsd4j.metric;

import java.util.Arrays;
import org.dsd4j.internal.Check;

/** Formulas on a row of outputs: {@code count} values from {@code from} on. */
final class OutputRows {
  /** What bf16 leaves of a sum of 1, with room. */
  private static final double ROUNDING = 0.02;

  private OutputRows() {}

  /** The number of the largest, the first of equal ones. */
  static int largest(float[] values, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      largest = values[from + i] > values[from + largest] ? i : largest;
    }
    return largest;
  }

  /** ln Σ exp, relative to the largest value, so that nothing overflows. */
  static double logSum(float[] values, int from, int count) {
    double largest = values[from];
    for (int i = 1; i < count; i++) {
      largest = Math.max(largest, values[from + i]);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(values[from + i] - largest);
    }
    return largest + Math.log(sum);
  }

  /** The softmax of logits. */
  static double[] softmax(float[] logits, int from, int count) {
    double logSum = logSum(logits, from, count);
    double[] probabilities = new double[count];
    for (int i = 0; i < count; i++) {
      probabilities[i] = Math.exp(logits[from + i] - logSum);
    }
    return probabilities;
  }

  /**
   * Outputs that are probabilities.
   *
   * @param metric the metric's name, for messages
   * @throws IllegalArgumentException if they are not from 0 to 1 with a sum of 1
   */
  static double[] probabilities(String metric, float[] outputs, int from, int count) {
    double[] probabilities = new double[count];
    double sum = 0;
    boolean negative = false;
    for (int i = 0; i < count; i++) {
      probabilities[i] = outputs[from + i];
      sum += outputs[from + i];
      negative |= outputs[from + i] < 0;
    }
    // Written so that NaN passes: of outputs that are no numbers, neither is the metric.
    if (negative || Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException(
          Check.message(
              "outputs for " + metric,
              "probabilities, of which none is negative and the sum is 1",
              Arrays.toString(Arrays.copyOfRange(outputs, from, from + count)),
              "leave ofProbabilities() out for logits"));
    }
    return probabilities;
  }
}
