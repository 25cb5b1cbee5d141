package org.dsd4j.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.NamePattern;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.Role;

/**
 * Which parameters are pruned, and how strongly. Immutable.
 *
 * <p>By default, as in the paper: the weights of dense and recurrent layers and of convolutions but
 * the first one, each on its own to the phase's sparsity; never embeddings, the weights by which
 * row convolutions look ahead, biases, the parameters of normalisations, and what is frozen. {@link
 * #include}, {@link #exclude} and {@link #sparsity} change that by {@linkplain NamePattern name},
 * where a layer's means its weights and not its biases. The last rule that matches wins, however
 * many names it means: after {@code sparsity("fc1", 0)}, {@code sparsity("fc1.*", 0.5)} prunes
 * fc1's weights by half. So general rules come first.
 */
public final class Pruning {
  /**
   * A gradient that a pruner asks for is the mean over so many batches, or over all of an epoch
   * where it has fewer.
   */
  public static final int GRADIENT_BATCHES = 32;

  private final Pruner pruner;
  private final List<Rule> rules;

  private record Rule(NamePattern pattern, boolean pruned, Optional<Double> sparsity) {
    /** A layer's name means its weights; anything else is reached by its own name alone. */
    boolean reaches(Parameter parameter) {
      return parameter.role().isWeight() ? pattern.names(parameter) : pattern.isNameOf(parameter);
    }
  }

  private Pruning(Pruner pruner, List<Rule> rules) {
    this.pruner = pruner;
    this.rules = rules;
  }

  /** The paper's way (Han et al. 2017): by magnitude, each layer on its own. */
  public static Pruning layerwise() {
    return layerwise(new Magnitude());
  }

  /**
   * Prunes the weights of lowest score of each parameter on its own: of N weights exactly N −
   * round(N · sparsity) stay; among equal scores the lower index stays.
   */
  public static Pruning layerwise(Score score) {
    return with(new LayerwisePruner(score));
  }

  /** By magnitude, all layers together; see {@link #globally(Score)}. */
  public static Pruning globally() {
    return globally(new Magnitude());
  }

  /**
   * Prunes the weights of lowest score of all parameters together, so that some lose more than
   * others; all must have one sparsity. Among equal scores the earlier parameter's and then the
   * lower index stays. A parameter may be emptied altogether, which breaks a network without
   * bypasses.
   */
  public static Pruning globally(Score score) {
    return with(new GlobalPruner(score));
  }

  /** Any other way to choose the weights that stay, such as {@link FilterPruner}. */
  public static Pruning with(Pruner pruner) {
    return new Pruning(Check.given("pruner", pruner), List.of());
  }

  /** Prunes these too, such as the first convolution. */
  public Pruning include(String... names) {
    return adding(names, true, Optional.empty());
  }

  /** Leaves these alone. */
  public Pruning exclude(String... names) {
    return adding(names, false, Optional.empty());
  }

  /** Prunes those that match to a sparsity of their own in every sparse phase. */
  public Pruning sparsity(String name, double sparsity) {
    Check.fraction("sparsity of " + name, sparsity);
    return adding(new String[] {name}, true, Optional.of(sparsity));
  }

  private Pruning adding(String[] names, boolean pruned, Optional<Double> sparsity) {
    List<Rule> extended = new ArrayList<>(rules);
    for (String name : names) {
      extended.add(new Rule(new NamePattern(name), pruned, sparsity));
    }
    return new Pruning(pruner, List.copyOf(extended));
  }

  /** How the weights that stay are chosen. */
  public Pruner pruner() {
    return pruner;
  }

  /**
   * What happens to each parameter of a network in a phase of this sparsity.
   *
   * @throws IllegalArgumentException if a name matches no parameter, a rule prunes frozen weights,
   *     which no re-dense phase would bring back, nothing is left to prune, or the pruner cannot
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

  /** What is pruned has to come back, and a score may go by its gradient. */
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

  /** The parameters that will keep no weight, as far as that can be told from their sparsity. */
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

  /** Why a parameter is not pruned unless a rule says so; empty if it is. */
  private static String reasonToSpare(Parameter parameter, boolean firstConvolution) {
    if (!parameter.role().prunable()) {
      return parameter.role().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
    if (firstConvolution) {
      return "first convolution";
    }
    // What is pruned has to be trained after it, and frozen weights are to stay as they are.
    return parameter.isTrained() ? "" : "frozen";
  }

  /**
   * The masks for these decisions on the network's weights as they are now. Where the {@linkplain
   * Pruner#needsGradient pruner needs} gradients, they are those in {@link Parameter#gradient}.
   *
   * @throws IllegalArgumentException if gradients are needed and all are zero
   */
  public Map<Parameter, Mask> masks(List<PruneDecision> decisions) {
    List<PruneDecision> pruned = decisions.stream().filter(PruneDecision::pruned).toList();
    List<Pruner.Candidate> candidates =
        pruned.stream()
            .map(
                d ->
                    new Pruner.Candidate(
                        d.parameter().name(),
                        d.parameter().shape(),
                        d.parameter().outputAxis(),
                        d.parameter().value().toDoubles(),
                        gradient(d.parameter()),
                        d.sparsity()))
            .toList();
    checkNotAllZero(candidates);
    Map<String, Mask> masks = pruner.masks(candidates);
    Map<Parameter, Mask> byParameter = new LinkedHashMap<>();
    for (PruneDecision decision : pruned) {
      byParameter.put(
          decision.parameter(), Objects.requireNonNull(masks.get(decision.parameter().name())));
    }
    return byParameter;
  }

  private double[] gradient(Parameter parameter) {
    return pruner.needsGradient() ? parameter.gradient().toDoubles() : new double[0];
  }

  /** Zeros would make of a score an order by index. */
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

  @Override
  public String toString() {
    String ruled =
        rules.stream()
            .map(
                r ->
                    (r.pruned ? "include " : "exclude ")
                        + r.pattern
                        + r.sparsity.map(s -> " at " + s).orElse(""))
            .collect(Collectors.joining(", "));
    return pruner + (ruled.isEmpty() ? "" : "; " + ruled);
  }
}
