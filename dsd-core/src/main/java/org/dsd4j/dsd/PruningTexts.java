package org.dsd4j.dsd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.prune.PruneDecision;

/** Texts on pruning and regrowth. */
final class PruningTexts {
  private PruningTexts() {}

  /** What a phase prunes and what it does not. */
  static String decided(Phase phase, List<PruneDecision> decisions) {
    String pruned =
        decisions.stream()
            .filter(PruneDecision::pruned)
            .map(PruningTexts::described)
            .collect(Collectors.joining(", "));
    Map<String, String> spared =
        decisions.stream()
            .filter(d -> !d.pruned())
            .collect(
                Collectors.groupingBy(
                    PruneDecision::reason,
                    LinkedHashMap::new,
                    Collectors.mapping(d -> d.parameter().name(), Collectors.joining(", "))));
    String left =
        spared.entrySet().stream()
            .map(entry -> entry.getValue() + " (" + entry.getKey() + ")")
            .collect(Collectors.joining("; "));
    return phase.name() + ": pruned to sparsity: " + pruned + "; not pruned: " + left;
  }

  private static String described(PruneDecision pruned) {
    return String.format(Locale.ROOT, "%s %.4g", pruned.parameter().name(), pruned.sparsity())
        + (pruned.reason().isEmpty() ? "" : " (" + pruned.reason() + ")");
  }

  /** The note on a phase that leaves a parameter without weights. */
  static String emptied(Phase phase, Parameter parameter) {
    return phase.name()
        + ": '"
        + parameter.name()
        + "' keeps none of its "
        + parameter.shape().elements()
        + " weights, so nothing passes through them; lower its sparsity";
  }

  /**
   * Throws unless there is a finite number for each pruned weight.
   *
   * @throws IllegalArgumentException if there are more or fewer, or one is not finite
   */
  static void checkRegrown(Regrowth regrowth, PrunedWeights pruned, double... values) {
    String what = "regrowth of " + pruned.parameter() + " (" + regrowth + ")";
    Check.argument(
        values.length == pruned.count(),
        what,
        pruned.count() + " numbers, or none to restart from zero",
        values.length,
        "return one for each pruned weight");
    for (double value : values) {
      Check.finite(what, value);
    }
  }
}
