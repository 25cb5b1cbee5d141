package org.dsd4j.prune;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dsd4j.internal.OwnText;
import org.dsd4j.nn.spec.Mask;

/** Prunes the weights with the lowest scores of each parameter separately. */
final class LayerwisePruner implements Pruner {
  private final Score score;

  LayerwisePruner(Score score) {
    this.score = score;
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
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      double[] scores = Selection.scores(score, candidate);
      int pruned = Pruner.prunedCount(scores.length, candidate.sparsity());
      masks.put(
          candidate.name(), Mask.of(candidate.shape(), Selection.allButLowest(scores, pruned)));
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
    return OwnText.text(score) + ", layer by layer";
  }
}
