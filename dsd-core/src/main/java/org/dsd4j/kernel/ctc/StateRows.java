package org.dsd4j.kernel.ctc;

import org.dsd4j.kernel.CtcTarget;

/**
 * A number for each state of a target, in rows, with the two operations that the recursions over
 * frames are made of. Operations on a row are on its states from {@code low} to {@code high}; those
 * next to them that a neighbouring row reads are 0.
 */
final class StateRows {
  /** How far a state is from those that reach it in one step. */
  private static final int REACH = 2;

  private final ScaledNumbers numbers = new ScaledNumbers();
  private int[] classes = new int[0];
  private boolean[] skips = new boolean[0];
  private int stride;

  /** Makes room for rows of a target's states; earlier contents are lost. */
  void begin(CtcTarget target, int rows) {
    classes = target.classes();
    skips = target.skips();
    stride = target.states() + 2 * REACH;
    numbers.reserve(Math.multiplyExact(rows, stride));
  }

  /** Where the number of a state is. */
  int at(int row, int state) {
    return row * stride + REACH + state;
  }

  /** The numbers, for loops. */
  ScaledNumbers numbers() {
    return numbers;
  }

  /** Sets a row to 1. */
  void fill(int row, int low, int high) {
    numbers.fill(at(row, low), high - low + 1, 1);
    clearMargins(row, low, high);
  }

  private void clearMargins(int row, int low, int high) {
    numbers.fill(at(row, low - REACH), REACH, 0);
    numbers.fill(at(row, high + 1), REACH, 0);
  }

  /** Sets each state to the sum of the states of row {@code from} whence it is reached. */
  void gatherForward(int row, int from, int low, int high) {
    gather(at(row, low), at(from, low), -1, low, high - low + 1);
    clearMargins(row, low, high);
  }

  /** Sets each state to the sum of the states of row {@code from} that are reached from it. */
  void gatherBackward(int row, int from, int low, int high) {
    gather(at(row, low), at(from, low), 1, low + REACH, high - low + 1);
    clearMargins(row, low, high);
  }

  private void gather(int to, int from, int neighbour, int skip, int count) {
    double[] mantissas = numbers.mantissas();
    int[] exponents = numbers.exponents();
    for (int i = 0; i < count; i++) {
      int first = from + i;
      int second = first + neighbour;
      // Adding 0 of the second's exponent is the same as not adding.
      int third = skips[skip + i] ? second + neighbour : second;
      double last = third == second ? 0 : mantissas[third];
      int e1 = exponents[first];
      int e2 = exponents[second];
      int e3 = exponents[third];
      if (e1 == e2 && e2 == e3) {
        mantissas[to + i] = mantissas[first] + mantissas[second] + last;
        exponents[to + i] = e1;
      } else {
        int largest = Math.max(e1, Math.max(e2, e3));
        mantissas[to + i] =
            ScaledNumbers.shifted(mantissas[first], e1 - largest)
                + ScaledNumbers.shifted(mantissas[second], e2 - largest)
                + ScaledNumbers.shifted(last, e3 - largest);
        exponents[to + i] = largest;
      }
    }
  }

  /** Multiplies each state by the probability of its class in a frame. */
  void multiply(int row, int low, int high, Emissions emissions, int frame) {
    double[] mantissas = numbers.mantissas();
    int[] exponents = numbers.exponents();
    double[] factors = emissions.numbers().mantissas();
    int[] factorExponents = emissions.numbers().exponents();
    int firstFactor = emissions.at(frame, 0);
    int first = at(row, 0);
    for (int state = low; state <= high; state++) {
      int factor = firstFactor + classes[state];
      double product = mantissas[first + state] * factors[factor];
      mantissas[first + state] = product;
      exponents[first + state] += factorExponents[factor];
      if (!ScaledNumbers.isNormal(product)) {
        numbers.normalize(first + state);
      }
    }
  }
}
