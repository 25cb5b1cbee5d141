package org.dsd4j.prune;

import org.dsd4j.tensor.Seed;

/**
 * Scores weights at random, independent of their values: a baseline for other scores. A parameter's
 * scores depend on the seed and its name, so that they are the same in each sparse phase.
 */
public final class RandomScore implements Score {
  private final Seed seed;

  /** Scores drawn from this seed, which can differ from the run's. */
  public RandomScore(Seed seed) {
    this.seed = seed;
  }

  @Override
  public double[] of(Pruner.Candidate candidate) {
    return seed.derive(candidate.name()).stream().doubles(candidate.weights().length).toArray();
  }

  @Override
  public String toString() {
    return "random, seed " + seed.value();
  }
}
