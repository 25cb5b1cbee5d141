package org.dsd4j.internal;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name in which {@code *} stands for any text.
 *
 * <p>Not part of the public API.
 */
public final class Wildcard {
  private final String text;
  private final Pattern regex;

  /**
   * A pattern.
   *
   * @throws IllegalArgumentException if the text is blank
   */
  public Wildcard(String text) {
    Check.given("name", text);
    Check.argument(!text.isBlank(), "name pattern", "a name", "a blank", "name a layer");
    this.text = text;
    this.regex =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")),
            Pattern.DOTALL);
  }

  /** Whether this pattern matches {@code name}. */
  public boolean matches(String name) {
    return regex.matcher(name).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
