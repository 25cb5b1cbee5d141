package org.dsd4j.nn.spec;

import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;

/**
 * An initializer of this library.
 *
 * @param name its text
 * @param function draws the values
 */
record NamedInitializer(String name, Initializer function) implements Initializer {
  private static final Pattern CALL = Pattern.compile("(\\w+)\\(([^()]*)\\)");

  private static final Map<String, DoubleFunction<Initializer>> WITH_NUMBER =
      Map.of(
          "constant", Initializer::constant,
          "uniform", Initializer::uniform,
          "normal", Initializer::normal);

  private static final Map<String, Supplier<Initializer>> PLAIN =
      Map.of(
          "heNormal", Initializer::heNormal,
          "heNormalFanOut", Initializer::heNormalFanOut,
          "heUniform", Initializer::heUniform,
          "xavierUniform", Initializer::xavierUniform,
          "xavierNormal", Initializer::xavierNormal,
          "lecunUniform", Initializer::lecunUniform);

  /** The initializer of this name and number. */
  static Initializer of(String name, double number, Initializer function) {
    return new NamedInitializer(name + "(" + Numerals.text(number) + ")", function);
  }

  static Initializer parse(String text) {
    Matcher call = CALL.matcher(text);
    if (call.matches()) {
      Supplier<Initializer> plain = PLAIN.get(call.group(1));
      if (plain != null && call.group(2).isEmpty()) {
        return plain.get();
      }
      DoubleFunction<Initializer> withNumber = WITH_NUMBER.get(call.group(1));
      if (withNumber != null) {
        try {
          return withNumber.apply(
              Check.finite("number of " + text, Double.parseDouble(call.group(2))));
        } catch (NumberFormatException e) {
          // Reported below.
        }
      }
    }
    throw new IllegalArgumentException(
        Check.message(
            "initializer",
            "one of "
                + PLAIN.keySet()
                + " with (), or of "
                + WITH_NUMBER.keySet()
                + " with (number)",
            text,
            "check the spelling"));
  }

  @Override
  public void fill(float[] values, Shape shape, RandomGenerator random) {
    function.fill(values, shape, random);
  }

  @Override
  public Initializer forOutputsAlong(int axis) {
    return new NamedInitializer(name, function.forOutputsAlong(axis));
  }

  @Override
  public Optional<String> text() {
    return Optional.of(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
