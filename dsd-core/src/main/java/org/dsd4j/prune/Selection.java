package org.dsd4j.prune;

import java.util.BitSet;
import java.util.stream.IntStream;

/** Choosing the largest of many scores, exactly as many as asked for. */
final class Selection {
  private Selection() {}

  /**
   * The indices of all but the {@code pruned} smallest scores; among equal ones the lower index is
   * kept.
   */
  static BitSet allButSmallest(float[] scores, int pruned) {
    BitSet kept = new BitSet(scores.length);
    if (pruned >= scores.length) {
      return kept;
    }
    float[] sorted = scores.clone();
    java.util.Arrays.parallelSort(sorted);
    float threshold = sorted[pruned];
    IntStream.range(0, scores.length).filter(i -> scores[i] > threshold).forEach(kept::set);
    int missing = scores.length - pruned - kept.cardinality();
    for (int i = 0; missing > 0; i++) {
      if (scores[i] == threshold) {
        kept.set(i);
        missing--;
      }
    }
    return kept;
  }

  /**
   * The magnitude of each weight.
   *
   * @throws IllegalArgumentException if one is not a number, which no order has a place for
   */
  static float[] magnitudes(Pruner.Candidate candidate) {
    float[] weights = candidate.weights();
    float[] magnitudes = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      if (Float.isNaN(weights[i])) {
        throw new IllegalArgumentException(
            candidate.name()
                + ": expected numbers to prune by magnitude, received NaN at index "
                + i
                + "; the training before has diverged, lower its learning rate");
      }
      magnitudes[i] = Math.abs(weights[i]);
    }
    return magnitudes;
  }
}
