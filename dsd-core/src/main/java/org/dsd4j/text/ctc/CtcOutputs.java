package org.dsd4j.text.ctc;

import java.util.Locale;
import org.dsd4j.internal.Check;
import org.dsd4j.text.Alphabet;

/** The outputs of one sequence, [steps, labels], as a part of an array. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CtcOutputs(float[] values, int offset, int steps, int labels) {
  /** Checks that the outputs fit the alphabet and lie within the array. */
  static CtcOutputs of(Alphabet alphabet, float[] values, int offset, int steps, int labels) {
    Check.argument(
        labels == alphabet.size(),
        "labels of outputs for CTC",
        alphabet.size() + ", as many as the alphabet has with the blank",
        labels,
        "use the alphabet that belongs to the model");
    Check.notNegative("offset of a sequence's outputs", offset);
    Check.notNegative("steps of a sequence", steps);
    long end = offset + (long) steps * labels;
    Check.argument(
        end <= values.length,
        "outputs for CTC",
        String.format(
            Locale.ROOT,
            "at least %d, for %d steps of %d labels from %d on",
            end,
            steps,
            labels,
            offset),
        values.length,
        "pass the whole array, or the steps that it has");
    return new CtcOutputs(values, offset, steps, labels);
  }

  /** The label with the largest output in a step, of equal ones the lowest. */
  int likeliest(int step) {
    int from = offset + step * labels;
    int best = 0;
    for (int label = 0; label < labels; label++) {
      float value = values[from + label];
      check(!Float.isNaN(value) && value != Float.POSITIVE_INFINITY, step, value);
      if (value > values[from + best]) {
        best = label;
      }
    }
    check(values[from + best] != Float.NEGATIVE_INFINITY, step, "negative infinity throughout");
    return best;
  }

  private static void check(boolean holds, int step, Object received) {
    if (!holds) {
      throw new ArithmeticException(
          Check.message(
              "outputs for CTC, step " + step,
              "finite numbers, or negative infinity for some labels",
              received,
              "check the network's weights and the sequence's features"));
    }
  }

  /** Writes the logarithms of a step's softmax; returns the likeliest label. */
  int logSoftmax(int step, double[] logProbabilities) {
    int best = likeliest(step);
    int from = offset + step * labels;
    double largest = values[from + best];
    double sum = 0;
    for (int label = 0; label < labels; label++) {
      logProbabilities[label] = values[from + label] - largest;
      sum += Math.exp(logProbabilities[label]);
    }
    double logSum = Math.log(sum);
    for (int label = 0; label < labels; label++) {
      logProbabilities[label] -= logSum;
    }
    return best;
  }
}
