package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Mask;

/**
 * Prunes the weights of least magnitude of all parameters together, so that some lose more than
 * others; of equal magnitudes the earlier parameter's and then the lower index stays. A parameter
 * may be emptied altogether, which breaks a network without bypasses: {@link MagnitudePruner} is
 * the paper's way.
 */
public final class GlobalMagnitudePruner implements Pruner {
  @Override
  public void check(List<PruneDecision> pruned) {
    checkOneSparsity(
        pruned.stream()
            .collect(
                Collectors.groupingBy(
                    PruneDecision::sparsity,
                    Collectors.mapping(d -> d.parameter().name(), Collectors.toList()))));
  }

  private static void checkOneSparsity(Map<Double, List<String>> bySparsity) {
    Check.argument(
        bySparsity.size() <= 1,
        "sparsity",
        "the same for all parameters that are pruned together",
        bySparsity,
        "remove sparsities of single layers, or prune layer by layer");
  }

  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    checkOneSparsity(
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    Candidate::sparsity,
                    Collectors.mapping(Candidate::name, Collectors.toList()))));
    float[] all = concatenated(candidates);
    int pruned =
        candidates.isEmpty() ? 0 : Pruner.prunedCount(all.length, candidates.get(0).sparsity());
    BitSet kept = Selection.allButSmallest(all, pruned);
    Map<String, Mask> masks = new LinkedHashMap<>();
    int from = 0;
    for (Candidate candidate : candidates) {
      int to = from + candidate.weights().length;
      masks.put(candidate.name(), Mask.of(candidate.shape(), kept.get(from, to)));
      from = to;
    }
    return masks;
  }

  private static float[] concatenated(List<Candidate> candidates) {
    float[] all = new float[candidates.stream().mapToInt(c -> c.weights().length).sum()];
    int from = 0;
    for (Candidate candidate : candidates) {
      float[] magnitudes = Selection.magnitudes(candidate);
      System.arraycopy(magnitudes, 0, all, from, magnitudes.length);
      from += magnitudes.length;
    }
    return all;
  }

  @Override
  public String toString() {
    return "magnitude, all layers together";
  }
}
