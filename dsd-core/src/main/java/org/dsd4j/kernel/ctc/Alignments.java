package org.dsd4j.kernel.ctc;

import java.util.Arrays;
import org.dsd4j.kernel.CtcTarget;

/**
 * All alignments of a target with the frames of one sequence, by the recursions forward and
 * backward over frames of Graves et al. (2006). States that no alignment can be in at a frame,
 * since they are too far from the first or the last ones, are left out.
 *
 * <p>Its arrays serve one sequence after another: {@link #forward} and then, where wanted and the
 * probability is not 0, {@link #backward}, of the same target and emissions.
 */
final class Alignments {
  /** Takes what all alignments together do in a frame. */
  interface FrameReader {
    /**
     * Takes one frame.
     *
     * @param occupancies for each class the share of the alignments, by probability, that have it
     *     there; valid during the call
     */
    void accept(int frame, double[] occupancies);
  }

  private final StateRows forward = new StateRows();
  private final StateRows backward = new StateRows();
  private double[] occupancies = new double[0];
  private double totalMantissa;
  private int totalExponent;

  /**
   * The natural logarithm of the probability of a target; negative infinity if it has none, as in
   * fewer frames than it needs.
   */
  double forward(CtcTarget target, Emissions emissions) {
    int frames = emissions.frames();
    if (frames < target.framesNeeded()) {
      return Double.NEGATIVE_INFINITY;
    }
    forward.begin(target, frames);
    for (int t = 0; t < frames; t++) {
      int low = lowest(target, frames, t);
      int high = highest(target, t);
      if (t == 0) {
        forward.fill(t, low, high);
      } else {
        forward.gatherForward(t, t - 1, low, high);
      }
      forward.multiply(t, low, high, emissions, t);
    }
    return total(forward.at(frames - 1, target.states() - 1));
  }

  /** Sums the states in which an alignment may end: the last blank and the label before. */
  private double total(int last) {
    double[] mantissas = forward.numbers().mantissas();
    int[] exponents = forward.numbers().exponents();
    totalExponent = Math.max(exponents[last], exponents[last - 1]);
    totalMantissa =
        ScaledNumbers.shifted(mantissas[last], exponents[last] - totalExponent)
            + ScaledNumbers.shifted(mantissas[last - 1], exponents[last - 1] - totalExponent);
    return totalMantissa == 0
        ? Double.NEGATIVE_INFINITY
        : Math.log(totalMantissa) + totalExponent * ScaledNumbers.LOG_RADIX;
  }

  /** Gives the occupancies of each frame, from the last to the first. */
  void backward(CtcTarget target, Emissions emissions, FrameReader reader) {
    int frames = emissions.frames();
    backward.begin(target, 2);
    if (occupancies.length < emissions.classes()) {
      occupancies = new double[emissions.classes()];
    }
    for (int t = frames - 1; t >= 0; t--) {
      int row = t % 2;
      int low = lowest(target, frames, t);
      int high = highest(target, t);
      if (t == frames - 1) {
        backward.fill(row, low, high);
      } else {
        backward.gatherBackward(row, 1 - row, low, high);
      }
      Arrays.fill(occupancies, 0, emissions.classes(), 0);
      occupy(target.classes(), t, low, high);
      normalize(emissions.classes());
      reader.accept(t, occupancies);
      backward.multiply(row, low, high, emissions, t);
    }
  }

  /** Adds each state's share: what comes to it times what goes from it, of the total. */
  private void occupy(int[] classes, int t, int low, int high) {
    double[] before = forward.numbers().mantissas();
    int[] beforeExponents = forward.numbers().exponents();
    double[] after = backward.numbers().mantissas();
    int[] afterExponents = backward.numbers().exponents();
    int first = forward.at(t, 0);
    int second = backward.at(t % 2, 0);
    double inverse = 1 / totalMantissa;
    for (int s = low; s <= high; s++) {
      double share = before[first + s] * after[second + s] * inverse;
      int shift = beforeExponents[first + s] + afterExponents[second + s] - totalExponent;
      occupancies[classes[s]] += shift == 0 ? share : ScaledNumbers.shifted(share, shift);
    }
  }

  /** Makes the shares of a frame sum to 1, which they do but for rounding. */
  private void normalize(int classes) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += occupancies[c];
    }
    for (int c = 0; c < classes; c++) {
      occupancies[c] /= sum;
    }
  }

  /** The lowest state from which the last ones can still be reached. */
  private static int lowest(CtcTarget target, int frames, int t) {
    return (int) Math.max(0, target.states() - 2L * (frames - t));
  }

  /** The highest state that can be reached from the first ones. */
  private static int highest(CtcTarget target, int t) {
    return (int) Math.min(target.states() - 1, 2L * t + 1);
  }
}
