package org.dsd4j.prune;

import org.dsd4j.internal.Wildcard;
import org.dsd4j.nn.Parameter;
import org.dsd4j.nn.Role;

/** A name of a parameter or a layer in which {@code *} stands for any text. */
final class NamePattern {
  private final Wildcard pattern;

  NamePattern(String text) {
    this.pattern = new Wildcard(text);
  }

  /** Whether this names the parameter, or its layer where the parameter is one of its weights. */
  boolean reaches(Parameter parameter) {
    String name = parameter.name();
    String layer = name.substring(0, name.lastIndexOf('.'));
    boolean weight = parameter.role().prunable() || parameter.role() == Role.EMBEDDING;
    return weight
        ? pattern.matches(name) || pattern.matches(layer)
        : pattern.toString().equals(name);
  }

  @Override
  public String toString() {
    return pattern.toString();
  }
}
