package org.dsd4j.prune;

import org.dsd4j.tensor.Seed;

/**
 * Scores weights by lot, whatever their values: what any other score has to be better than. A
 * parameter's scores depend on the seed and its name, so they are the same in each sparse phase.
 */
public final class RandomScore implements Score {
  private final Seed seed;

  /** Scores drawn from this seed, which need not be the run's. */
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
