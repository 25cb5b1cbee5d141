package org.dsd4j.prune;

/** Scores a weight by its magnitude, |w| (Han et al. 2017). */
public final class Magnitude implements Score {
  @Override
  public double[] of(Pruner.Candidate candidate) {
    double[] scores = candidate.weights().clone();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(scores[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "magnitude";
  }
}
