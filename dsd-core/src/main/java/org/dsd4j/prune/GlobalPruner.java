package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Mask;

/** Prunes the weights with the lowest scores of all parameters together. */
final class GlobalPruner implements Pruner {
  private final Score score;

  GlobalPruner(Score score) {
    this.score = score;
  }

  @Override
  public boolean needsGradient() {
    return score.needsGradient();
  }

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
    List<double[]> scores = candidates.stream().map(c -> Selection.scores(score, c)).toList();
    int size = Math.toIntExact(scores.stream().mapToLong(array -> array.length).sum());
    int pruned = candidates.isEmpty() ? 0 : Pruner.prunedCount(size, candidates.get(0).sparsity());
    List<BitSet> kept = Selection.allButLowest(scores, pruned);
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      masks.put(candidates.get(i).name(), Mask.of(candidates.get(i).shape(), kept.get(i)));
    }
    return masks;
  }

  @Override
  public String toString() {
    return score + ", all layers together";
  }
}
