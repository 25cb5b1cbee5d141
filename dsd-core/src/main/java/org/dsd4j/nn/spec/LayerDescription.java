package org.dsd4j.nn.spec;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.dsd4j.internal.Check;

/**
 * The kind of a layer with its settings as plain values. Summaries, archives and exporters read it,
 * and {@link LayerKinds#make} makes the layer from it.
 *
 * <p>Two methods of the layer's class write and read it:
 *
 * <pre>{@code
 * @Override
 * public Optional<LayerDescription> description() {
 *   return Optional.of(LayerDescription.of(this).with("factor", factor));
 * }
 *
 * public static Scale from(LayerDescription description) {
 *   return new Scale(description.number("factor"));
 * }
 * }</pre>
 *
 * @param kind the simple name of a class of this library, or the full name of another
 * @param settings by name, in alphabetical order: booleans, whole numbers ({@code Long}), numbers
 *     ({@code Double}), texts, and lists of them
 */
public record LayerDescription(String kind, Map<String, Object> settings) {
  /**
   * Widens settings: an {@code int} becomes a {@code Long}, a {@code float} a {@code Double}.
   *
   * @throws IllegalArgumentException if a setting is no plain value, or not a finite number
   */
  public LayerDescription {
    Check.argument(!kind.isBlank(), "kind of a layer", "a name", "a blank", "name its class");
    Map<String, Object> plain = new TreeMap<>();
    settings.forEach((name, value) -> plain.put(name, plain(kind, name, value)));
    settings = Collections.unmodifiableMap(plain);
  }

  /** The description of a layer of this class, to which its settings are added. */
  public static LayerDescription of(Layer layer) {
    return new LayerDescription(LayerKinds.kind(layer.getClass()), Map.of());
  }

  /**
   * This description with one more setting.
   *
   * @param value a boolean, a number, a text or a list of them
   * @throws IllegalArgumentException if the value is none of these, or the setting is there already
   */
  public LayerDescription with(String name, Object value) {
    Check.argument(
        !settings.containsKey(name), "settings of " + kind, "each once", name, "rename one");
    Map<String, Object> more = new TreeMap<>(settings);
    more.put(name, value);
    return new LayerDescription(kind, more);
  }

  /**
   * This description with an initializer, if that has a {@linkplain Initializer#text text}. Others
   * are left out: the described layer has the default one.
   */
  public LayerDescription with(String name, Initializer initializer) {
    return initializer.text().map(text -> with(name, (Object) text)).orElse(this);
  }

  private static Object plain(String kind, String name, Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float || value instanceof Double) {
      return Check.finite("setting '" + name + "' of " + kind, ((Number) value).doubleValue());
    }
    if (value instanceof List<?> list) {
      return list.stream().map(each -> plain(kind, name, each)).toList();
    }
    if (value instanceof Boolean || value instanceof Long || value instanceof String) {
      return value;
    }
    throw wrong(kind, name, "a boolean, number, text or list of them", value);
  }

  /** Whether there is a setting of this name. */
  public boolean has(String name) {
    return settings.containsKey(name);
  }

  /**
   * A setting that is a boolean.
   *
   * @throws IllegalArgumentException if it is missing or another value, as for the methods below
   */
  public boolean flag(String name) {
    return get(name, Boolean.class, "true or false");
  }

  /** A setting that is a whole number of 32 bits. */
  public int integer(String name) {
    return toInt(name, get(name, Object.class, "a whole number"));
  }

  /** A setting that is a number. */
  public double number(String name) {
    return get(name, Number.class, "a number").doubleValue();
  }

  /** A setting that is a text. */
  public String text(String name) {
    return get(name, String.class, "a text");
  }

  /**
   * A setting that is a list of whole numbers of 32 bits.
   *
   * @param count the required number
   */
  public List<Integer> integers(String name, int count) {
    List<?> list = get(name, List.class, "a list of " + count + " whole numbers");
    if (list.size() != count) {
      throw wrong(kind, name, "a list of " + count + " whole numbers", list);
    }
    return list.stream().map(each -> toInt(name, each)).toList();
  }

  /**
   * A setting that is one of the constants of an enumeration, in lower case.
   *
   * @throws IllegalArgumentException if there is no such constant; the message lists them
   */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    String text = text(name);
    List<E> constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(each -> LayerDescription.text(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    kind,
                    name,
                    "one of " + constants.stream().map(LayerDescription::text).toList(),
                    text));
  }

  /** A constant's text in settings: {@code leaky_relu}. */
  public static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * A setting that is an initializer.
   *
   * @throws IllegalArgumentException if it is missing or not an initializer's text
   */
  public Initializer initializer(String name) {
    return Initializer.of(text(name));
  }

  /**
   * A setting that is an initializer, or {@code usual} if it was left out.
   *
   * @throws IllegalArgumentException if it is not an initializer's text
   */
  public Initializer initializer(String name, Initializer usual) {
    return has(name) ? initializer(name) : usual;
  }

  private int toInt(String name, Object value) {
    if (value instanceof Long number && number.intValue() == number) {
      return number.intValue();
    }
    throw wrong(kind, name, "a whole number of 32 bits", value);
  }

  private <T> T get(String name, Class<T> type, String expected) {
    Object value = settings.get(name);
    if (!type.isInstance(value)) {
      throw wrong(kind, name, expected, value == null ? "none" : value);
    }
    return type.cast(value);
  }

  private static IllegalArgumentException wrong(
      String kind, String name, String expected, Object received) {
    return new IllegalArgumentException(
        Check.message(
            "setting '" + name + "' of " + kind,
            expected,
            Objects.toString(received),
            "describe the layer as its class does"));
  }

  /** For example {@code Dense{bias=true, units=300}}. */
  @Override
  public String toString() {
    return kind + settings;
  }
}
