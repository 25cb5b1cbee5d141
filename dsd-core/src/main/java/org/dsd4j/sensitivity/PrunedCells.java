package org.dsd4j.sensitivity;

import java.util.List;
import java.util.Objects;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.prune.PruneDecision;
import org.dsd4j.prune.Pruning;

/** The cells of one parameter: it alone is pruned, to each of some sparsities. */
final class PrunedCells {
  private final Pruning pruning;
  private final Parameter parameter;
  private final List<PruneDecision> decisions;

  PrunedCells(Pruning pruning, PruneDecision decision, List<Double> sparsities) {
    this.pruning = pruning;
    this.parameter = decision.parameter();
    this.decisions =
        sparsities.stream()
            .map(s -> new PruneDecision(parameter, true, s, decision.reason()))
            .toList();
  }

  /**
   * Looks at all sparsities.
   *
   * @throws IllegalArgumentException if the pruner cannot prune to one
   */
  void check() {
    decisions.forEach(decision -> pruning.pruner().check(List.of(decision)));
  }

  Parameter parameter() {
    return parameter;
  }

  double sparsity(int cell) {
    return decisions.get(cell).sparsity();
  }

  /** A mask for each sparsity, from the weights as they are. */
  List<Mask> masks() {
    return decisions.stream()
        .map(decision -> pruning.masks(List.of(decision)).get(parameter))
        .map(Objects::requireNonNull)
        .toList();
  }
}
