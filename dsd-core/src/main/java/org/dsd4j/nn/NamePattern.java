package org.dsd4j.nn;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Wildcard;
import org.dsd4j.nn.spec.Parameter;

/**
 * A pattern for selecting parameters and layers: the name of a parameter ({@code conv1.weight}) or
 * of a layer ({@code conv1}), in which {@code *} matches any text ({@code layer1.*}).
 */
public final class NamePattern {
  private final Wildcard wildcard;

  /** The pattern of this text. */
  public NamePattern(String text) {
    this.wildcard = new Wildcard(text);
  }

  /** Whether the pattern matches a name. */
  public boolean matches(String name) {
    return wildcard.matches(name);
  }

  /** Whether the pattern matches the parameter or its layer. */
  public boolean names(Parameter parameter) {
    return matches(parameter.name()) || matches(parameter.layer());
  }

  /** Whether this is exactly the parameter's name. */
  public boolean isNameOf(Parameter parameter) {
    return wildcard.toString().equals(parameter.name());
  }

  /**
   * Throws unless something matched.
   *
   * @param matched whether something matched
   * @param place the setting with the pattern, for the message
   * @param names the available names
   * @throws IllegalArgumentException if nothing matched; the message lists the names
   */
  public void requireMatch(boolean matched, String place, Collection<String> names) {
    Check.argument(
        matched,
        "name '" + this + "' in " + place,
        "a match among " + names,
        "none",
        "check the spelling, or use * for any text");
  }

  /**
   * Selects the things whose names at least one of these patterns matches.
   *
   * @param texts of the patterns
   * @param place where they were given, for the message
   * @param among the things
   * @param name of a thing, for the message
   * @param matches whether a pattern matches a thing
   * @throws IllegalArgumentException if one matches nothing, or there is none
   */
  static <T> List<T> select(
      String[] texts,
      String place,
      List<T> among,
      Function<T, String> name,
      BiPredicate<NamePattern, T> matches) {
    Check.argument(texts.length > 0, place, "at least one name", "none", "pass one, such as *");
    Set<T> found = new LinkedHashSet<>();
    for (String text : texts) {
      NamePattern pattern = new NamePattern(text);
      List<T> matching = among.stream().filter(thing -> matches.test(pattern, thing)).toList();
      pattern.requireMatch(!matching.isEmpty(), place, among.stream().map(name).toList());
      found.addAll(matching);
    }
    return List.copyOf(found);
  }

  /** The text. */
  @Override
  public String toString() {
    return wildcard.toString();
  }
}
