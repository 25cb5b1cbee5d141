package org.dsd4j.docs;

import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruner;

/** Of each four weights in a row the two of largest magnitude stay. */
public final class TwoOfFour implements Pruner {
  @Override
  public Map<String, Mask> masks(List<Candidate> candidates) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      double[] weights = candidate.weights();
      BitSet kept = new BitSet(weights.length);
      for (int first = 0; first < weights.length; first += 4) {
        IntStream.range(first, Math.min(first + 4, weights.length))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -Math.abs(weights[i])))
            .limit(2)
            .forEach(kept::set);
      }
      masks.put(candidate.name(), Mask.of(candidate.shape(), kept));
    }
    return masks;
  }

  @Override
  public void check(List<PruneDecision> pruned) {
    for (PruneDecision decision : pruned) {
      if (decision.sparsity() != 0.5) {
        throw new IllegalArgumentException(
            "sparsity of "
                + decision.parameter().name()
                + " for 2 of 4: expected 0.5, received "
                + decision.sparsity()
                + "; prune to 0.5 or by another pruner");
      }
    }
  }

  @Override
  public String toString() {
    return "2 of 4";
  }
}
