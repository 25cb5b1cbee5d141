package org.dsd4j.prune;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Mask;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.Parameter;
import org.dsd4j.nn.Role;

/**
 * Which parameters are pruned, and how strongly. Immutable.
 *
 * <p>By default, as in the paper: the weights of dense layers and of convolutions but the first
 * one, each on its own to the phase's sparsity; never embeddings, biases, and the parameters of
 * normalisations. {@link #include}, {@link #exclude} and {@link #sparsity} change that by name: the
 * name of a parameter ({@code conv1.weight}), or of a layer ({@code conv1}), which means its
 * weights and not its biases; {@code *} stands for any text. The last rule that matches wins.
 */
public final class Pruning {
  private final Pruner pruner;
  private final List<Rule> rules;

  private record Rule(NamePattern pattern, boolean pruned, Optional<Double> sparsity) {}

  private Pruning(Pruner pruner, List<Rule> rules) {
    this.pruner = pruner;
    this.rules = rules;
  }

  /** The paper's way: by magnitude, each layer on its own. */
  public static Pruning layerwise() {
    return with(new MagnitudePruner());
  }

  /** Another way to choose the weights that stay. */
  public static Pruning with(Pruner pruner) {
    return new Pruning(pruner, List.of());
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
   * @throws IllegalArgumentException if a name matches no parameter, or nothing is left to prune
   */
  public List<PruneDecision> decide(Network network, double sparsity) {
    Check.fraction("sparsity", sparsity);
    List<Parameter> parameters = network.parameters();
    for (Rule rule : rules) {
      Check.argument(
          parameters.stream().anyMatch(rule.pattern::reaches),
          "name '" + rule.pattern + "' in the pruning rules",
          "a match among " + parameters.stream().map(Parameter::name).toList(),
          "none",
          "check the spelling, or use * for any text");
    }
    Optional<Parameter> firstConvolution =
        parameters.stream().filter(p -> p.role() == Role.CONVOLUTION_WEIGHT).findFirst();
    List<PruneDecision> decisions = new ArrayList<>();
    for (Parameter parameter : parameters) {
      boolean first = firstConvolution.filter(p -> p == parameter).isPresent();
      decisions.add(decide(parameter, first, sparsity));
    }
    Check.argument(
        decisions.stream().anyMatch(PruneDecision::pruned),
        "pruning",
        "at least one parameter to prune",
        "none",
        "include a layer by name");
    return decisions;
  }

  private PruneDecision decide(Parameter parameter, boolean firstConvolution, double sparsity) {
    boolean pruned = parameter.role().prunable() && !firstConvolution;
    double own = sparsity;
    String reason = pruned ? "" : firstConvolution ? "first convolution" : words(parameter.role());
    for (Rule rule : rules) {
      if (rule.pattern.reaches(parameter)) {
        pruned = rule.pruned;
        own = rule.sparsity.orElse(own);
        reason = pruned ? "included by name" : "excluded by name";
      }
    }
    return new PruneDecision(parameter, pruned, pruned ? own : 0, reason);
  }

  private static String words(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The masks for these decisions on the network's weights as they are now. */
  public Map<Parameter, Mask> masks(List<PruneDecision> decisions) {
    List<PruneDecision> pruned = decisions.stream().filter(PruneDecision::pruned).toList();
    List<Pruner.Candidate> candidates =
        pruned.stream()
            .map(
                d ->
                    new Pruner.Candidate(
                        d.parameter().name(),
                        d.parameter().shape(),
                        d.parameter().value().toFloats(),
                        d.sparsity()))
            .toList();
    Map<String, Mask> masks = pruner.masks(candidates);
    Map<Parameter, Mask> byParameter = new LinkedHashMap<>();
    for (PruneDecision decision : pruned) {
      byParameter.put(
          decision.parameter(), Objects.requireNonNull(masks.get(decision.parameter().name())));
    }
    return byParameter;
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
