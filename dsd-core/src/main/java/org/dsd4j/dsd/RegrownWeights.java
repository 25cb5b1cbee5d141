package org.dsd4j.dsd;

import java.util.Locale;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.spec.Mask;

/**
 * The distance by which a layer's pruned weights have moved in the re-dense phase.
 *
 * @param parameter the parameter's name
 * @param round the dense-sparse-dense round, from 1
 * @param count the number of weights that had been pruned
 * @param meanMagnitude their mean magnitude at the end
 * @param meanMagnitudeOfKept the mean magnitude of the other weights, for comparison
 */
public record RegrownWeights(
    String parameter, int round, int count, double meanMagnitude, double meanMagnitudeOfKept) {
  static RegrownWeights of(String parameter, int round, Mask mask, float[] weights) {
    double regrown = 0;
    double kept = 0;
    for (int i = 0; i < weights.length; i++) {
      if (mask.keeps(i)) {
        kept += Math.abs(weights[i]);
      } else {
        regrown += Math.abs(weights[i]);
      }
    }
    int pruned = mask.size() - mask.keptCount();
    return new RegrownWeights(
        parameter,
        round,
        pruned,
        pruned == 0 ? 0 : regrown / pruned,
        mask.keptCount() == 0 ? 0 : kept / mask.keptCount());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, round %d: %,d regrown weights of mean magnitude %s, the others of %s",
        parameter,
        round,
        count,
        Numerals.rounded(meanMagnitude),
        Numerals.rounded(meanMagnitudeOfKept));
  }
}
