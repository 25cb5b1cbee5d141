package org.dsd4j.docs;

import java.util.Arrays;
import org.dsd4j.prune.Pruner.Candidate;
import org.dsd4j.prune.Score;

/** Weights matter the more, the further they are from their layer's mean. */
public final class DistanceFromMean implements Score {
  @Override
  public double[] of(Candidate candidate) {
    double mean = Arrays.stream(candidate.weights()).average().orElse(0);
    return Arrays.stream(candidate.weights()).map(weight -> Math.abs(weight - mean)).toArray();
  }

  @Override
  public String toString() {
    return "distance from the mean";
  }
}
