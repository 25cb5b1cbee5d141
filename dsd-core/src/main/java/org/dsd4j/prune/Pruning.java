package org.dsd4j.prune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.internal.OwnText;
import org.dsd4j.nn.NamePattern;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;

/**
 * Selects the parameters to prune, their sparsities, and the pruner. Immutable.
 *
 * <p>The default is that of the paper: the weights of dense and recurrent layers and of all
 * convolutions except the first are pruned, each separately to the phase's sparsity. Embeddings,
 * the weights of row convolutions, biases, the parameters of normalisations, and frozen parameters
 * are not pruned. {@link #include}, {@link #exclude} and {@link #sparsity} change this by
 * {@linkplain NamePattern name}, where a layer's name matches its weights but not its biases. The
 * last rule that matches a parameter applies, even if it is more general: after {@code
 * sparsity("fc1", 0)}, {@code sparsity("fc1.*", 0.5)} prunes half of fc1's weights. So put general
 * rules first.
 */
public final class Pruning {
  /** The number of batches, at most, over which the gradient for a pruner is averaged. */
  public static final int GRADIENT_BATCHES = 32;

  private final Pruner pruner;
  private final List<Rule> rules;

  private record Rule(NamePattern pattern, boolean pruned, Optional<Double> sparsity) {
    /**
     * Whether the rule matches a parameter: a layer's name matches its weights; other parameters
     * match only by their own names.
     */
    boolean reaches(Parameter parameter) {
      return parameter.role().isWeight() ? pattern.names(parameter) : pattern.isNameOf(parameter);
    }
  }

  private Pruning(Pruner pruner, List<Rule> rules) {
    this.pruner = pruner;
    this.rules = rules;
  }

  /** Pruning by magnitude, each layer separately, as in the paper (Han et al. 2017). */
  public static Pruning layerwise() {
    return layerwise(new Magnitude());
  }

  /**
   * Prunes the weights with the lowest scores of each parameter separately: of N weights, exactly N
   * − round(N · sparsity) are kept; of equal scores, the one with the lower index is kept.
   */
  public static Pruning layerwise(Score score) {
    return with(new LayerwisePruner(score));
  }

  /** Pruning by magnitude, all layers together; see {@link #globally(Score)}. */
  public static Pruning globally() {
    return globally(new Magnitude());
  }

  /**
   * Prunes the weights with the lowest scores of all parameters together, so that the sparsity
   * differs between parameters; all must have the same target sparsity. Of equal scores, that of
   * the earlier parameter and then the one with the lower index is kept. A parameter can lose all
   * its weights, which breaks a network without bypasses.
   */
  public static Pruning globally(Score score) {
    return globally(score, 0);
  }

  /**
   * The same, where each parameter keeps at least a share of its own weights, ⌊N · floor⌋ of N: so
   * none can lose all.
   *
   * @param floor in [0, 1], at most 1 minus the sparsity
   */
  public static Pruning globally(Score score, double floor) {
    return with(new GlobalPruner(score, floor));
  }

  /** Pruning by another pruner, such as {@link FilterPruner}. */
  public static Pruning with(Pruner pruner) {
    return new Pruning(Check.given("pruner", pruner), List.of());
  }

  /** Also prunes these, such as the first convolution. */
  public Pruning include(String... names) {
    return adding(names, true, Optional.empty());
  }

  /** Does not prune these. */
  public Pruning exclude(String... names) {
    return adding(names, false, Optional.empty());
  }

  /** Prunes matching parameters to this sparsity in every sparse phase. */
  public Pruning sparsity(String name, double sparsity) {
    Check.fraction("sparsity of " + name, sparsity);
    return adding(new String[] {name}, true, Optional.of(sparsity));
  }

  /**
   * Prunes matching parameters to these sparsities in every sparse phase, such as those that a scan
   * of the layers' sensitivity suggests. Of several names that match a parameter, the last in
   * alphabetical order applies.
   */
  public Pruning sparsities(Map<String, Double> byName) {
    Pruning all = this;
    for (Map.Entry<String, Double> entry : new TreeMap<>(byName).entrySet()) {
      all = all.sparsity(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /**
   * Prunes these alone, in place of what the rules before say: {@code
   * Pruning.layerwise().only("fc1")}.
   */
  public Pruning only(String... names) {
    Check.argument(names.length > 0, "only()", "at least one name", "none", "pass one");
    return nothing().include(names);
  }

  /** Prunes these alone, to this sparsity in every sparse phase: {@code only("fc1", 0.98)}. */
  public Pruning only(String name, double sparsity) {
    return nothing().sparsity(name, sparsity);
  }

  /** Prunes these alone, to these {@linkplain #sparsities sparsities}. */
  public Pruning only(Map<String, Double> byName) {
    Check.argument(!byName.isEmpty(), "only()", "at least one name", "none", "pass one");
    return nothing().sparsities(byName);
  }

  private Pruning nothing() {
    return new Pruning(pruner, List.of()).exclude("*");
  }

  private Pruning adding(String[] names, boolean pruned, Optional<Double> sparsity) {
    List<Rule> extended = new ArrayList<>(rules);
    for (String name : names) {
      extended.add(new Rule(new NamePattern(name), pruned, sparsity));
    }
    return new Pruning(pruner, List.copyOf(extended));
  }

  /** The pruner that chooses the weights to keep. */
  public Pruner pruner() {
    return pruner;
  }

  /**
   * The decision for each parameter of a network in a phase with this sparsity.
   *
   * @throws IllegalArgumentException if a name matches no parameter, a rule prunes frozen weights,
   *     which a re-dense phase could not restore, nothing is left to prune, or the pruner cannot
   *     prune to these sparsities
   */
  public List<PruneDecision> decide(Network network, double sparsity) {
    Check.fraction("sparsity", sparsity);
    List<Parameter> parameters = network.parameters();
    for (Rule rule : rules) {
      rule.pattern.requireMatch(
          parameters.stream().anyMatch(rule::reaches),
          "the pruning rules",
          parameters.stream().map(Parameter::name).toList());
    }
    Optional<Parameter> firstConvolution =
        parameters.stream().filter(p -> p.role() == Role.CONVOLUTION_WEIGHT).findFirst();
    List<PruneDecision> decisions = new ArrayList<>();
    for (Parameter parameter : parameters) {
      boolean first = firstConvolution.filter(p -> p == parameter).isPresent();
      decisions.add(decide(parameter, first, sparsity));
    }
    List<PruneDecision> pruned = decisions.stream().filter(PruneDecision::pruned).toList();
    Check.argument(
        !pruned.isEmpty(),
        "pruning",
        "at least one parameter to prune",
        "none",
        "include a layer by name");
    checkTrained(decisions);
    pruner.check(pruned);
    return decisions;
  }

  /** Pruned weights have to be trained again, and a score may need their gradient. */
  private static void checkTrained(List<PruneDecision> decisions) {
    for (PruneDecision decision : decisions) {
      Parameter parameter = decision.parameter();
      Check.argument(
          parameter.isTrained() || decision.sparsity() == 0,
          "pruning of '" + parameter.name() + "'",
          "a parameter that is trained, so that its weights may come back",
          "a frozen one, " + decision.reason(),
          "unfreeze it, or exclude it behind that rule");
    }
  }

  /** The parameters that will lose all weights, as far as their sparsities determine it. */
  public List<Parameter> emptied(List<PruneDecision> decisions) {
    return decisions.stream()
        .filter(PruneDecision::pruned)
        .filter(decision -> pruner.keptCount(decision).equals(OptionalLong.of(0)))
        .map(PruneDecision::parameter)
        .toList();
  }

  private PruneDecision decide(Parameter parameter, boolean firstConvolution, double sparsity) {
    String reason = reasonToSpare(parameter, firstConvolution);
    boolean pruned = reason.isEmpty();
    double own = sparsity;
    List<String> matching = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.reaches(parameter)) {
        pruned = rule.pruned;
        own = rule.sparsity.orElse(own);
        matching.add("'" + rule.pattern + "'");
        reason = (pruned ? "included by '" : "excluded by '") + rule.pattern + "'";
      }
    }
    if (matching.size() > 1) {
      reason += ", the last of the rules " + String.join(", ", matching);
    }
    return new PruneDecision(parameter, pruned, pruned ? own : 0, reason);
  }

  /** The reason why a parameter is not pruned by default; empty if it is. */
  private static String reasonToSpare(Parameter parameter, boolean firstConvolution) {
    if (!parameter.role().prunable()) {
      return parameter.role().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    if (firstConvolution) {
      return "first convolution";
    }
    // Pruned weights have to be trained afterwards, and frozen weights must not change.
    return parameter.isTrained() ? "" : "frozen";
  }

  /**
   * The masks for these decisions, from the network's current weights. Where the {@linkplain
   * Pruner#needsGradient pruner needs} gradients, they are those in {@link Parameter#gradient}.
   *
   * @throws IllegalArgumentException if gradients are needed and all are zero
   */
  public Map<Parameter, Mask> masks(List<PruneDecision> decisions) {
    return masks(decisions, 1);
  }

  /**
   * The masks on the way to these decisions, at a share of each sparsity. Weights that a mask in
   * force has pruned stay pruned.
   *
   * @param share of the sparsities, in [0, 1]
   * @throws IllegalArgumentException if gradients are needed and all are zero
   */
  public Map<Parameter, Mask> masks(List<PruneDecision> decisions, double share) {
    return new MaskChoice(pruner).masks(decisions.stream().map(d -> d.at(share)).toList());
  }

  /**
   * Throws unless the sparsity can be raised step by step to these decisions.
   *
   * @throws IllegalArgumentException if the pruner prunes at once only
   */
  public void checkRaising(List<PruneDecision> decisions) {
    Check.argument(
        pruner.canRaise(),
        "gradual pruning by " + pruner,
        "a pruner that keeps pruned weights pruned (canRaise)",
        "one that does not",
        "prune at once, or by another pruner");
    pruner.check(decisions.stream().filter(PruneDecision::pruned).toList());
  }

  @Override
  public String toString() {
    String ruled =
        rules.stream()
            .map(
                r ->
                    (r.pruned ? "include " : "exclude ")
                        + r.pattern
                        + r.sparsity.map(s -> " at " + Numerals.text(s)).orElse(""))
            .collect(Collectors.joining(", "));
    return OwnText.text(pruner) + (ruled.isEmpty() ? "" : "; " + ruled);
  }
}
