package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dsd4j.data.Dataset;
import org.dsd4j.internal.Internal;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Whatever users pass or get as a value prints as one would write or say it, in every locale. A
 * module extends this with an example of each.
 *
 * <p>Found are the public types of the module's main code that can be had and are records or are
 * passed to some public method, by their names; and of interfaces that are passed, the public
 * methods that make one, such as {@code Augment.pad}. Data sets print their name and size, which
 * {@link org.dsd4j.data.DatasetContract} checks.
 */
public abstract class ReadableTexts {
  private static final Pattern UNREADABLE =
      Pattern.compile("@[0-9a-f]{3,}|\\$|\\w\\[\\w+=|\\dE-?\\d|Optional|FLOAT");

  private static final String MORE = "…";

  /**
   * An example.
   *
   * @param text what it prints
   * @param expected what it is to print; the beginning, if this ends with three dots
   */
  private record Example(String text, String expected) {}

  /** Examples, to which a test adds. */
  public static final class Examples {
    private final Map<String, Example> byName = new TreeMap<>();

    /** Adds an example of a type. */
    public void prints(Object value, String expected) {
      prints(name(value.getClass()), value, expected);
    }

    /** Adds an example of what a method makes, such as {@code Augment.pad}. */
    public void prints(String maker, Object value, String expected) {
      byName.put(maker, new Example(value.toString(), expected));
    }
  }

  /** Some class of the module's main code, by which the others are found. */
  protected abstract Class<?> inMainCode();

  /** Adds all examples. */
  protected abstract void add(Examples examples);

  /** Why types or whole packages need no example, by their names without {@code org.dsd4j.}. */
  protected abstract Map<String, String> exempt();

  private static String name(Class<?> type) {
    return Stream.<Class<?>>iterate(type, one -> one != null, Class::getEnclosingClass)
        .map(Class::getSimpleName)
        .reduce((inner, outer) -> outer + "." + inner)
        .orElseThrow();
  }

  @Test
  void everyValueHasAnExample() throws URISyntaxException {
    Set<String> missing = new TreeSet<>(subjects());
    missing.removeAll(examples().keySet());
    assertThat(missing).as("without an example of its text").isEmpty();
  }

  @Test
  void examplesPrintAsOneWouldWriteThem() {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> received = new TreeMap<>();
    examples()
        .forEach(
            (name, example) -> {
              // Only those that differ, to be seen among all.
              if (!asExpected(example).equals(example.expected())) {
                expected.put(name, example.expected());
                received.put(name, asExpected(example));
              }
            });
    assertThat(received).isEqualTo(expected);
    examples()
        .forEach(
            (name, example) ->
                assertThat(example.text()).as(name).doesNotContainPattern(UNREADABLE));
  }

  private Map<String, Example> examples() {
    Examples examples = new Examples();
    add(examples);
    return examples.byName;
  }

  /** Of a longer text, as much as is expected. */
  private static String asExpected(Example example) {
    String text = example.text();
    if (!example.expected().endsWith(MORE)) {
      return text;
    }
    int length = example.expected().length() - MORE.length();
    return text.substring(0, Math.min(length, text.length())) + MORE;
  }

  private Set<String> subjects() throws URISyntaxException {
    List<Class<?>> all = publicTypesBeside(inMainCode());
    assertThat(all).contains(inMainCode());
    // What the core takes is made in other modules too.
    Set<Class<?>> passed =
        Stream.concat(all.stream(), publicTypesBeside(Shape.class).stream())
            .flatMap(ReadableTexts::parameters)
            .collect(Collectors.toSet());
    Set<String> subjects = new TreeSet<>();
    for (Class<?> type : all) {
      boolean isPassed = passed.stream().anyMatch(each -> each.isAssignableFrom(type));
      if (isExempt(type)) {
        continue;
      }
      if (canBeHad(type) && (type.isRecord() || isPassed)) {
        subjects.add(name(type));
      }
      makers(type, passed).forEach(maker -> subjects.add(name(type) + "." + maker));
    }
    return subjects;
  }

  private static List<Class<?>> publicTypesBeside(Class<?> one) throws URISyntaxException {
    URI root = one.getProtectionDomain().getCodeSource().getLocation().toURI();
    return ReflectionSupport.findAllClassesInClasspathRoot(
        root, ReadableTexts::isPublic, name -> true);
  }

  private boolean isExempt(Class<?> type) {
    String name = type.getName().replace("org.dsd4j.", "").replace('$', '.');
    return exempt().keySet().stream()
        .anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
  }

  private static boolean canBeHad(Class<?> type) {
    return !type.isInterface()
        && !type.isEnum()
        && !Modifier.isAbstract(type.getModifiers())
        && !Dataset.class.isAssignableFrom(type);
  }

  private static boolean isPublic(Class<?> type) {
    return Stream.<Class<?>>iterate(type, one -> one != null, Class::getEnclosingClass)
        .allMatch(
            one ->
                Modifier.isPublic(one.getModifiers())
                    && !one.isAnnotationPresent(Internal.class)
                    && !one.getPackage().isAnnotationPresent(Internal.class));
  }

  private static Stream<Class<?>> parameters(Class<?> type) {
    return Stream.<Executable>concat(
            Arrays.stream(type.getConstructors()), Arrays.stream(type.getMethods()))
        .filter(each -> each.getDeclaringClass() == type && !each.isSynthetic())
        .flatMap(each -> Arrays.stream(each.getParameterTypes()))
        .filter(each -> each.getName().startsWith("org.dsd4j."));
  }

  /** The methods of a type that make a value of an interface. */
  private static Set<String> makers(Class<?> type, Set<Class<?>> passed) {
    return Arrays.stream(type.getMethods())
        .filter(each -> each.getDeclaringClass() == type && !each.isSynthetic())
        .filter(each -> Modifier.isStatic(each.getModifiers()) || each.isDefault())
        .filter(each -> each.getReturnType() != Dataset.class)
        .filter(each -> each.getReturnType().isInterface() && passed.contains(each.getReturnType()))
        .map(Method::getName)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
