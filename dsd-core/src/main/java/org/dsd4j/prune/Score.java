package org.dsd4j.prune;

/**
 * The importance of each weight. The weights with the lowest scores are pruned, of each parameter
 * separately ({@link Pruning#layerwise(Score)}) or of all together ({@link
 * Pruning#globally(Score)}).
 *
 * <p>A pure function of the candidate: it changes nothing, and equal candidates get equal scores.
 */
public interface Score {
  /**
   * Returns a new array with a number for each weight, in the order of {@link
   * Pruner.Candidate#weights}. Weights with higher numbers are kept longer. NaN is not allowed.
   */
  double[] of(Pruner.Candidate candidate);

  /**
   * Whether {@link #of} reads {@link Pruner.Candidate#gradient}; false by default. If it does,
   * frozen parameters cannot be pruned, as they have no gradient.
   */
  default boolean needsGradient() {
    return false;
  }

  /** A short name with settings, for reports and provenance: {@code magnitude}. */
  @Override
  String toString();
}
