package org.dsd4j.prune;

/**
 * How much each weight matters. The weights of lowest score are pruned, of each parameter on its
 * own ({@link Pruning#layerwise(Score)}) or of all together ({@link Pruning#globally(Score)}).
 *
 * <p>A pure function of the candidate: it changes nothing, and equal candidates get equal scores.
 */
public interface Score {
  /**
   * A number for each weight, in the order of {@link Pruner.Candidate#weights}; the higher, the
   * longer the weight stays. None may be NaN. A new array each time.
   */
  double[] of(Pruner.Candidate candidate);

  /**
   * Whether {@link #of} reads {@link Pruner.Candidate#gradient}; not so by default. Where it does,
   * what is pruned has to be trained: frozen parameters have no gradient.
   */
  default boolean needsGradient() {
    return false;
  }

  /** A short name with settings, for reports and provenance: {@code magnitude}. */
  @Override
  String toString();
}
