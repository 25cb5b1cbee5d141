package org.dsd4j.kernel.ctc;

import org.dsd4j.kernel.CtcTarget;

/**
 * The loss of one sequence, −ln p(target | logits), and its gradient, softmax − occupancies, with
 * working arrays that serve one sequence after another.
 */
final class CtcSequence {
  /**
   * Where the logits of a sequence are, and its gradient goes.
   *
   * @param values those of a whole batch
   * @param from the place of the first
   * @param frames how many frames are real
   * @param padding how many frames follow
   * @param classes how many logits a frame has
   */
  record CtcFrames(HeapValues values, int from, int frames, int padding, int classes) {
    /** The place of the first logit of a frame. */
    int at(int frame) {
      return from + frame * classes;
    }
  }

  private final Emissions emissions = new Emissions();
  private final Alignments alignments = new Alignments();
  private double[] gradient = new double[0];

  /** The loss; 0 where the target has no alignment. */
  double loss(CtcTarget target, CtcFrames place) {
    return loss(logProbability(target, place));
  }

  /** The loss; replaces the logits by {@code factor} times its gradient. */
  double lossAndGradient(CtcTarget target, CtcFrames place, double factor) {
    double logProbability = logProbability(target, place);
    if (logProbability == Double.NEGATIVE_INFINITY) {
      place.values().clear(place.at(0), place.frames() * place.classes());
    } else {
      alignments.backward(target, emissions, (t, shares) -> write(place, t, shares, factor));
    }
    place.values().clear(place.at(place.frames()), place.padding() * place.classes());
    return loss(logProbability);
  }

  private double logProbability(CtcTarget target, CtcFrames place) {
    emissions.load(place);
    return alignments.forward(target, emissions);
  }

  private static double loss(double logProbability) {
    // Rounding may bring the probability of a certain target above 1.
    return logProbability == Double.NEGATIVE_INFINITY ? 0 : Math.max(0, -logProbability);
  }

  private void write(CtcFrames place, int frame, double[] occupancies, double factor) {
    if (gradient.length < place.classes()) {
      gradient = new double[place.classes()];
    }
    for (int c = 0; c < place.classes(); c++) {
      gradient[c] = (emissions.probability(frame, c) - occupancies[c]) * factor;
    }
    place.values().write(place.at(frame), gradient, place.classes());
  }
}
