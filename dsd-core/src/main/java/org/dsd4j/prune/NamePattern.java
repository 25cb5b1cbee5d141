package org.dsd4j.prune;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Parameter;
import org.dsd4j.nn.Role;

/** A name of a parameter or a layer in which {@code *} stands for any text. */
final class NamePattern {
  private final String text;
  private final Pattern regex;

  NamePattern(String text) {
    Check.argument(!text.isBlank(), "name pattern", "a name", "a blank", "name a layer");
    this.text = text;
    this.regex =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
  }

  /** Whether this names the parameter, or its layer where the parameter is one of its weights. */
  boolean reaches(Parameter parameter) {
    String name = parameter.name();
    String layer = name.substring(0, name.lastIndexOf('.'));
    boolean weight = parameter.role().prunable() || parameter.role() == Role.EMBEDDING;
    return weight
        ? regex.matcher(name).matches() || regex.matcher(layer).matches()
        : text.equals(name);
  }

  @Override
  public String toString() {
    return text;
  }
}
