package org.dsd4j.nn.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.dsd4j.internal.Check;
import org.jspecify.annotations.Nullable;

/**
 * The layers that may be made from a {@link LayerDescription}: this library's, and those that the
 * caller allows. A file alone never decides which class is loaded.
 *
 * <pre>{@code
 * LayerKinds.library().with(Scale.class)
 * }</pre>
 *
 * <p>A kind of layer is a public class with {@code public static Scale from(LayerDescription)}.
 * Immutable.
 */
public final class LayerKinds {
  /** The packages of the library's layers, whose kinds are simple names. */
  private static final List<String> ROOMS =
      List.of(
          "org.dsd4j.nn.layer.",
          "org.dsd4j.nn.layer.conv.",
          "org.dsd4j.nn.layer.norm.",
          "org.dsd4j.nn.layer.recurrent.");

  private static final String FACTORY = "from";
  private static final LayerKinds LIBRARY = new LayerKinds(Map.of(), name -> false);

  private final Map<String, Class<? extends Layer>> own;
  private final Predicate<String> consent;

  private LayerKinds(Map<String, Class<? extends Layer>> own, Predicate<String> consent) {
    this.own = Map.copyOf(own);
    this.consent = consent;
  }

  /** The layers of this library. */
  public static LayerKinds library() {
    return LIBRARY;
  }

  /** These kinds and some of the caller's own. */
  @SafeVarargs
  public final LayerKinds with(Class<? extends Layer>... layers) {
    Map<String, Class<? extends Layer>> more = new HashMap<>(own);
    for (Class<? extends Layer> layer : layers) {
      more.put(kind(layer), layer);
    }
    return new LayerKinds(more, consent);
  }

  /**
   * These kinds and all on the class path whose full names pass a test, such as {@code name ->
   * name.startsWith("com.example.layers.")}. Their classes are loaded and initialized when a
   * description names them, so consent to trusted names only.
   */
  public LayerKinds withNamed(Predicate<String> consent) {
    return new LayerKinds(own, this.consent.or(consent));
  }

  /** The kind of a layer's class: the simple name within the library, else the full one. */
  static String kind(Class<? extends Layer> layer) {
    String name = layer.getName();
    boolean inRoom = ROOMS.contains(layer.getPackageName() + ".") && !layer.isMemberClass();
    return inRoom ? layer.getSimpleName() : name;
  }

  /**
   * Makes the described layer.
   *
   * @throws IllegalArgumentException if the kind is unknown or not consented to, a setting is
   *     missing, wrong or unknown, or the layer cannot have it; the message names the kind
   */
  public Layer make(LayerDescription description) {
    String kind = description.kind();
    Layer made = call(kind, factory(kind, find(kind)), description);
    Map<String, Object> settings =
        made.description().map(LayerDescription::settings).orElse(Map.of());
    Check.argument(
        settings.entrySet().containsAll(description.settings().entrySet()),
        "settings of " + kind,
        settings,
        description.settings(),
        "describe the layer as its class does");
    return made;
  }

  private Class<? extends Layer> find(String kind) {
    Class<? extends Layer> named = own.get(kind);
    if (named != null) {
      return named;
    }
    // Anything but a plain name would reach beyond the library's rooms.
    if (kind.matches("[A-Za-z][A-Za-z0-9]*")) {
      for (String room : ROOMS) {
        Class<? extends Layer> found = load(room + kind);
        if (found != null) {
          return found;
        }
      }
      throw unknown(kind, "a layer of this library", "use a version of the library that has it");
    }
    if (!consent.test(kind)) {
      throw unknown(
          kind,
          "a layer of this library, or one that the caller consents to",
          "pass LayerKinds.library().with(" + simple(kind) + ".class) if you trust the file");
    }
    Class<? extends Layer> found = load(kind);
    if (found == null) {
      throw unknown(kind, "the name of a class of layers", "put it onto the class path");
    }
    return found;
  }

  private static String simple(String kind) {
    return kind.substring(Math.max(kind.lastIndexOf('.'), kind.lastIndexOf('$')) + 1);
  }

  private static @Nullable Class<? extends Layer> load(String name) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context == null ? LayerKinds.class.getClassLoader() : context;
    try {
      Class<?> found = Class.forName(name, false, loader);
      return Layer.class.isAssignableFrom(found) && Modifier.isPublic(found.getModifiers())
          ? found.asSubclass(Layer.class)
          : null;
    } catch (ClassNotFoundException | LinkageError e) {
      // A name that differs in case alone is a LinkageError where file names know no case.
      return null;
    }
  }

  private static Method factory(String kind, Class<? extends Layer> type) {
    try {
      Method factory = type.getMethod(FACTORY, LayerDescription.class);
      if (Modifier.isStatic(factory.getModifiers())
          && Layer.class.isAssignableFrom(factory.getReturnType())) {
        return factory;
      }
    } catch (NoSuchMethodException e) {
      // Reported below.
    }
    throw unknown(
        kind,
        "a class with 'public static " + simple(kind) + " from(LayerDescription)'",
        "add the method");
  }

  private static Layer call(String kind, Method factory, LayerDescription description) {
    try {
      return Check.given("layer of " + kind, (Layer) factory.invoke(null, description));
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof Error error) {
        throw error;
      }
      throw new IllegalArgumentException("layer " + description + ": " + message(cause), cause);
    } catch (IllegalAccessException e) {
      throw unknown(kind, "a public class", "make it public");
    }
  }

  private static String message(@Nullable Throwable cause) {
    return cause == null ? "no reason" : String.valueOf(cause.getMessage());
  }

  private static IllegalArgumentException unknown(String kind, String expected, String remedy) {
    return new IllegalArgumentException(Check.message("kind of layer", expected, kind, remedy));
  }
}
