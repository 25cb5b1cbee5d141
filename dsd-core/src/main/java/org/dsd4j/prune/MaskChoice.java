package org.dsd4j.prune;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;

/** Lets a pruner choose the masks of parameters, from their current weights. */
final class MaskChoice {
  private final Pruner pruner;

  MaskChoice(Pruner pruner) {
    this.pruner = pruner;
  }

  Map<Parameter, Mask> masks(List<PruneDecision> decisions) {
    List<PruneDecision> pruned = decisions.stream().filter(PruneDecision::pruned).toList();
    List<Pruner.Candidate> candidates = pruned.stream().map(this::candidate).toList();
    checkNotAllZero(candidates);
    Map<String, Mask> masks = pruner.masks(candidates);
    Map<Parameter, Mask> byParameter = new LinkedHashMap<>();
    for (PruneDecision decision : pruned) {
      Parameter parameter = decision.parameter();
      Mask chosen = Objects.requireNonNull(masks.get(parameter.name()));
      // A sparsity that is raised again after a step back must not bring weights back.
      byParameter.put(parameter, parameter.mask().map(chosen::and).orElse(chosen));
    }
    return byParameter;
  }

  private Pruner.Candidate candidate(PruneDecision decision) {
    Parameter parameter = decision.parameter();
    Optional<Mask> held = parameter.mask();
    return new Pruner.Candidate(
        parameter.name(),
        parameter.shape(),
        parameter.outputAxis(),
        parameter.value().toDoubles(),
        pruner.needsGradient() ? parameter.gradient().toDoubles() : new double[0],
        decision.sparsity(),
        held);
  }

  /** With zeros, a score would be an order by index. */
  private void checkNotAllZero(List<Pruner.Candidate> candidates) {
    Check.argument(
        !pruner.needsGradient()
            || candidates.stream()
                .anyMatch(c -> Arrays.stream(c.gradient()).anyMatch(value -> value != 0)),
        "gradients to prune by " + pruner,
        "some that are not zero",
        "zeros alone",
        "compute backward before, and see that the loss depends on what is pruned");
  }
}
