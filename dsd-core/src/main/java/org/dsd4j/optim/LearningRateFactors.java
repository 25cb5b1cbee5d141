package org.dsd4j.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.NamePattern;
import org.dsd4j.nn.spec.Parameter;

/**
 * Factors of the learning rate for parameters, by name. The last rule that matches a parameter
 * applies; without one the factor is 1, which changes no bit. Immutable.
 */
public final class LearningRateFactors {
  private final List<Rule> rules;

  private record Rule(NamePattern pattern, double factor) {
    @Override
    public String toString() {
      return pattern + " × " + Numerals.text(factor);
    }
  }

  private LearningRateFactors(List<Rule> rules) {
    this.rules = rules;
  }

  /** The same rate for all parameters. */
  public static LearningRateFactors none() {
    return new LearningRateFactors(List.of());
  }

  /**
   * A copy with a further rule.
   *
   * @param name the name of a parameter or a layer; see {@link NamePattern}
   * @param factor above 0
   * @throws IllegalArgumentException if the factor is not above 0, or this name has a factor
   *     already
   */
  public LearningRateFactors with(String name, double factor) {
    String setting = "learning rate factor of '" + name + "'";
    Check.argument(
        factor > 0 && Double.isFinite(factor),
        setting,
        "a number above 0",
        factor,
        "freeze the parameters that are to stay as they are");
    for (Rule known : rules) {
      Check.once(setting, known.pattern.toString().equals(name) ? known : null, name);
    }
    List<Rule> extended = new ArrayList<>(rules);
    extended.add(new Rule(new NamePattern(name), factor));
    return new LearningRateFactors(List.copyOf(extended));
  }

  /**
   * Throws unless every rule matches at least one of these parameters.
   *
   * @throws IllegalArgumentException if a rule matches none; the message lists the parameters'
   *     names
   */
  void check(List<Parameter> parameters) {
    for (Rule rule : rules) {
      rule.pattern.requireMatch(
          parameters.stream().anyMatch(rule.pattern::names),
          "the learning rate factors",
          parameters.stream().map(Parameter::name).toList());
    }
  }

  /** The factor of a parameter. */
  public double of(Parameter parameter) {
    double factor = 1;
    for (Rule rule : rules) {
      if (rule.pattern.names(parameter)) {
        factor = rule.factor;
      }
    }
    return factor;
  }

  /** For example {@code fc × 10, layer1.* × 0.1}, or {@code none}. */
  @Override
  public String toString() {
    return rules.isEmpty()
        ? "none"
        : rules.stream().map(Rule::toString).collect(Collectors.joining(", "));
  }
}
