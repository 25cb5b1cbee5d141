package org.dsd4j.prune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dsd4j.nn.Mask;

/**
 * Prunes the weights of least magnitude of each parameter on its own (Han et al. 2017): of N
 * weights exactly N − round(N · sparsity) stay; among equal magnitudes the lower index stays.
 */
public final class MagnitudePruner implements Pruner {
  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      double[] weights = Selection.weights(candidate);
      int pruned = Pruner.prunedCount(weights.length, candidate.sparsity());
      masks.put(
          candidate.name(), Mask.of(candidate.shape(), Selection.allButSmallest(weights, pruned)));
    }
    return masks;
  }

  @Override
  public OptionalLong keptCount(PruneDecision decision) {
    int size = Math.toIntExact(decision.parameter().shape().elements());
    return OptionalLong.of(size - Pruner.prunedCount(size, decision.sparsity()));
  }

  @Override
  public String toString() {
    return "magnitude, layer by layer";
  }
}
