package org.dsd4j.prune;

/**
 * Scores a weight by |w · ∂L/∂w|, the approximate change of the loss if the weight became zero: the
 * first term of the Taylor series (Molchanov et al. 2017), also called connection sensitivity (Lee,
 * Ajanthan and Torr, "SNIP", 2019).
 */
public final class WeightTimesGradient implements Score {
  @Override
  public boolean needsGradient() {
    return true;
  }

  @Override
  public double[] of(Pruner.Candidate candidate) {
    double[] scores = candidate.weights().clone();
    double[] gradient = candidate.gradient();
    for (int i = 0; i < scores.length; i++) {
      scores[i] = Math.abs(scores[i] * gradient[i]);
    }
    return scores;
  }

  @Override
  public String toString() {
    return "|weight × gradient|";
  }
}
