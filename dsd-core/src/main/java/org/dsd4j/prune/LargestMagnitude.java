package org.dsd4j.prune;

/**
 * Scores a weight by −|w|, so that the largest are pruned: the opposite of {@link Magnitude}, to
 * show what the choice of the weights is worth.
 */
public final class LargestMagnitude implements Score {
  @Override
  public double[] of(Pruner.Candidate candidate) {
    double[] scores = candidate.weights().clone();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -Math.abs(scores[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "magnitude, largest pruned";
  }
}
