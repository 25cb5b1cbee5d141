package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the sources of every module keep to, read as text. */
public final class SourceRules {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TEST = Path.of("src", "test", "java");
  private static final Set<String> ONE_IN_EACH_PLACE =
      Set.of("package-info.java", "LayeringTest.java", "SourcesTest.java");
  private static final int MOST_FILES = 25;
  private static final int MOST_LINES = 300;
  private static final int MOST_LINES_OF_TESTS = 400;
  private static final Pattern HIDDEN =
      Pattern.compile("@hidden(?: \\*/|\\s+\\*/)\\s+(?:@[\\w.]+(?:\\([^)]*\\))?\\s+)*");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package org\\.dsd4j\\.([\\w.]+);");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?org\\.dsd4j\\.([a-z0-9_.]+)\\.[A-Z]");
  private static final Pattern INTERNAL = Pattern.compile("(?m)^\\s*@Internal\\b");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?m)^( *)((?:(?:public|protected|private|static|final|abstract|sealed|non-sealed) )*)"
              + "(?:class|interface|record|enum|@interface) (\\w+)");

  /** Nested names that say the same of every type: its builder, its kinds, its model's family. */
  private static final Set<String> OF_EACH_TYPE = Set.of("Builder", "Kind", "Family");

  private SourceRules() {}

  /** Checks the module whose tests run. */
  public static void check() {
    assertThat(namesTakenTwice()).as("names of files taken twice in all modules").isEmpty();
    assertThat(typesTakenTwice())
        .as("types of one name, nested ones among them, in the main code of all modules")
        .isEmpty();
    assertThat(fullPackages(MAIN)).as("packages of more than %d files", MOST_FILES).isEmpty();
    assertThat(longFiles(MAIN, MOST_LINES)).as("files over %d lines", MOST_LINES).isEmpty();
    assertThat(longFiles(TEST, MOST_LINES_OF_TESTS))
        .as("tests over %d lines", MOST_LINES_OF_TESTS)
        .isEmpty();
    assertThat(sources(MAIN).filter(SourceRules::hidesWithoutSaying).toList())
        .as("files in which @Internal and @hidden do not stand together")
        .isEmpty();
    assertThat(sources(MAIN).flatMap(SourceRules::importsFromLater).toList())
        .as("imports from later packages of LayeringRules.PACKAGES, if for comments alone")
        .isEmpty();
    assertThat(folders(MAIN).filter(folder -> !explains(folder)).toList())
        .as("packages that do not say what they are for and what does not belong there")
        .isEmpty();
  }

  private static List<String> fullPackages(Path root) {
    return sources(root)
        .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > MOST_FILES)
        .map(Object::toString)
        .toList();
  }

  private static List<String> longFiles(Path root, int most) {
    List<String> found = new ArrayList<>();
    sources(root)
        .forEach(
            file -> {
              long lines = text(file).lines().count();
              if (lines > most) {
                found.add(file + ": " + lines);
              }
            });
    return found;
  }

  /** A package that is internal as a whole carries the annotation alone. */
  private static boolean hidesWithoutSaying(Path file) {
    if (file.endsWith("package-info.java")) {
      return false;
    }
    String text = text(file);
    long hidden =
        HIDDEN.matcher(text).results().filter(at -> at.group().contains("@Internal")).count();
    long tags = Pattern.compile("(?m)^[ /]*\\*+ @hidden").matcher(text).results().count();
    long internal = INTERNAL.matcher(text).results().count();
    return hidden != internal || tags != internal;
  }

  /** What classes need, ArchUnit sees; what comments name alone, it does not. */
  private static Stream<String> importsFromLater(Path file) {
    String text = text(file);
    Matcher own = PACKAGE.matcher(text);
    if (!own.find()) {
      return Stream.empty();
    }
    int place = LayeringRules.PACKAGES.indexOf(own.group(1));
    return IMPORT
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(used -> LayeringRules.PACKAGES.indexOf(used) > place)
        .map(used -> file + " imports from " + used);
  }

  private static boolean explains(Path folder) {
    Path info = folder.resolve("package-info.java");
    return Files.exists(info) && text(info).contains("<p>Does not belong here:");
  }

  /** One name has one meaning, whatever package or module it stands in. */
  private static List<List<Path>> namesTakenTwice() {
    return modules()
        .flatMap(module -> Stream.of(module.resolve(MAIN), module.resolve(TEST)))
        .filter(Files::exists)
        .flatMap(SourceRules::sources)
        .filter(file -> !ONE_IN_EACH_PLACE.contains(file.getFileName().toString()))
        .collect(Collectors.groupingBy(Path::getFileName, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(files -> files.size() > 1)
        .toList();
  }

  /** A type in the main code of some module. */
  private record Declared(String name, boolean isPrivate, Path file) {
    boolean isFile() {
      return file.endsWith(name + ".java");
    }

    static Stream<Declared> in(Path file) {
      return TYPE.matcher(text(file))
          .results()
          .map(type -> new Declared(type.group(3), type.group(2).contains("private"), file))
          .filter(type -> !OF_EACH_TYPE.contains(type.name));
    }
  }

  /**
   * A nested type has a name of its own where other files can see it. A private one may repeat the
   * name of another nested type, but not that of a file, which it would hide.
   */
  private static List<List<Declared>> typesTakenTwice() {
    return modules()
        .map(module -> module.resolve(MAIN))
        .filter(Files::exists)
        .flatMap(SourceRules::sources)
        .flatMap(Declared::in)
        .collect(Collectors.groupingBy(Declared::name, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(
            types ->
                types.stream().anyMatch(Declared::isFile)
                    ? types
                    : types.stream().filter(type -> !type.isPrivate).toList())
        .filter(types -> types.size() > 1)
        .toList();
  }

  private static Stream<Path> modules() {
    try (Stream<Path> siblings = Files.list(Path.of("..").toAbsolutePath().normalize())) {
      return siblings.filter(Files::isDirectory).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> folders(Path root) {
    return sources(root).map(Path::getParent).distinct();
  }

  private static Stream<Path> sources(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
