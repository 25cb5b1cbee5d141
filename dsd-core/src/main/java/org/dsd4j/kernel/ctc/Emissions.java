package org.dsd4j.kernel.ctc;

/** The softmax of the logits of one sequence: the probability of each class in each frame. */
final class Emissions {
  /** The difference of logits below which an exponential is taken apart: it may be out of range. */
  private static final double PLAIN = -150;

  private final ScaledNumbers probabilities = new ScaledNumbers();
  private double[] logits = new double[0];
  private int frames;
  private int classes;

  /** Takes the logits of a sequence. */
  void load(CtcSequence.CtcFrames place) {
    frames = place.frames();
    classes = place.classes();
    if (logits.length < classes) {
      logits = new double[classes];
    }
    probabilities.reserve(Math.multiplyExact(frames, classes));
    for (int t = 0; t < frames; t++) {
      place.values().read(place.at(t), logits, classes);
      softmax(at(t, 0));
    }
  }

  private void softmax(int first) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      largest = Math.max(largest, logits[c]);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double difference = logits[c] - largest;
      if (difference < PLAIN) {
        setTiny(first + c, difference);
      } else {
        double exponential = Math.exp(difference);
        probabilities.set(first + c, exponential, 0);
        sum += exponential;
      }
    }
    if (Double.isNaN(sum)) {
      // No part of a frame without probabilities may look like one.
      probabilities.fill(first, classes, Double.NaN);
    }
    double[] mantissas = probabilities.mantissas();
    for (int c = 0; c < classes; c++) {
      mantissas[first + c] /= sum;
    }
  }

  /** Sets e^{@code difference}, 0 for negative infinity alone. */
  private void setTiny(int at, double difference) {
    if (difference == Double.NEGATIVE_INFINITY) {
      probabilities.set(at, 0, 0);
      return;
    }
    // So the exponents of all frames together stay above that of 0.
    double lowest = ScaledNumbers.ZERO / (2.0 * frames) * ScaledNumbers.LOG_RADIX;
    double clamped = Math.max(difference, lowest);
    int exponent = (int) Math.rint(clamped / ScaledNumbers.LOG_RADIX);
    probabilities.set(at, Math.exp(clamped - exponent * ScaledNumbers.LOG_RADIX), exponent);
  }

  /** Where the probability of a class in a frame is. */
  int at(int frame, int c) {
    return frame * classes + c;
  }

  /** The probabilities, for loops. */
  ScaledNumbers numbers() {
    return probabilities;
  }

  /** The probability of a class in a frame, 0 where it is below 2^−512. */
  double probability(int frame, int c) {
    int at = at(frame, c);
    return ScaledNumbers.shifted(probabilities.mantissas()[at], probabilities.exponents()[at]);
  }

  int frames() {
    return frames;
  }

  int classes() {
    return classes;
  }
}
