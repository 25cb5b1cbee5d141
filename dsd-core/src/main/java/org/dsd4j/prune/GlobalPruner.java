package org.dsd4j.prune;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.internal.OwnText;
import org.dsd4j.nn.spec.Mask;

/**
 * Prunes the weights with the lowest scores of all parameters together, where each parameter keeps
 * at least a share of its own.
 */
final class GlobalPruner implements Pruner {
  /** Makes up for shares that have no exact double, such as 0.29 · 100. */
  private static final double ROUNDING = 1e-9;

  private final Score score;
  private final double floor;

  GlobalPruner(Score score, double floor) {
    this.score = Check.given("score", score);
    this.floor = Check.fraction("share that each layer keeps", floor);
  }

  @Override
  public boolean needsGradient() {
    return score.needsGradient();
  }

  @Override
  public boolean canRaise() {
    return true;
  }

  @Override
  public void check(List<PruneDecision> pruned) {
    checkSparsities(
        pruned.stream()
            .collect(
                Collectors.groupingBy(
                    PruneDecision::sparsity,
                    Collectors.mapping(d -> d.parameter().name(), Collectors.toList()))));
  }

  private void checkSparsities(Map<Double, List<String>> bySparsity) {
    Check.argument(
        bySparsity.size() <= 1,
        "sparsity",
        "the same for all parameters that are pruned together",
        bySparsity,
        "remove sparsities of single layers, or prune layer by layer");
    for (double sparsity : bySparsity.keySet()) {
      Check.argument(
          floor <= 1 - sparsity + ROUNDING,
          "share that each layer keeps",
          "at most the " + (1 - sparsity) + " that all layers keep at sparsity " + sparsity,
          floor,
          "lower it, or the sparsity");
    }
  }

  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    checkSparsities(
        candidates.stream()
            .collect(
                Collectors.groupingBy(
                    Candidate::sparsity,
                    Collectors.mapping(Candidate::name, Collectors.toList()))));
    List<double[]> scores = candidates.stream().map(this::scores).toList();
    int size = Math.toIntExact(scores.stream().mapToLong(array -> array.length).sum());
    int pruned = candidates.isEmpty() ? 0 : Pruner.prunedCount(size, candidates.get(0).sparsity());
    List<BitSet> kept = Selection.allButLowest(scores, pruned);
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      masks.put(candidates.get(i).name(), Mask.of(candidates.get(i).shape(), kept.get(i)));
    }
    return masks;
  }

  /** The scores of a parameter, infinite for those that it keeps in any case. */
  private double[] scores(Candidate candidate) {
    double[] scores = Selection.scores(score, candidate);
    int least = (int) Math.floor(scores.length * floor + ROUNDING);
    if (least > 0) {
      BitSet safe = Selection.allButLowest(scores, scores.length - least);
      safe.stream().forEach(index -> scores[index] = Double.POSITIVE_INFINITY);
    }
    return scores;
  }

  @Override
  public String toString() {
    String together = OwnText.text(score) + ", all layers together";
    return floor == 0
        ? together
        : together + ", at least " + Numerals.text(floor) + " of each kept";
  }
}
