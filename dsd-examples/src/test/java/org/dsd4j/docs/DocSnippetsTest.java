package org.dsd4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.dsd4j.docs.DocPage.Block;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each Java snippet of the pages compiles with the imports that it shows and no others: as it is if
 * it is a class, otherwise as statements of a method. It may use the classes above it on its page.
 * What else it uses without declaring it, a comment above it gives: {@code <!-- given Network
 * network; Dataset test -->}. One that shows the form of the library's own code is marked {@code
 * <!-- sketch -->} and left alone.
 */
class DocSnippetsTest {
  private static final Pattern IMPORT = Pattern.compile("^import .*;\\n", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public |final |abstract )*(?:class|record|interface|enum) (\\w+)",
          Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)\\s]+)\\)");
  private static final Pattern GIVEN = Pattern.compile("given (.*)");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> compile() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (DocPage page : DocPage.all()) {
      List<Block> above = new ArrayList<>();
      for (Block block : page.blocks("java")) {
        String name = DocPage.PROJECT.relativize(page.path()) + ":" + block.line();
        if (!block.note().equals("sketch")) {
          List<Block> classes = List.copyOf(above);
          tests.add(DynamicTest.dynamicTest(name, () -> check(name, classes, block)));
        }
        if (TYPE.matcher(block.text()).find()) {
          above.add(block);
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(20);
    return tests.stream();
  }

  private void check(String name, List<Block> classes, Block block) throws IOException {
    assertThat(errors(name, classes, block)).as(block.text()).isEmpty();
    assertThat(unusedImports(block.text())).as("imports that nothing uses").isEmpty();
  }

  @Test
  void aSnippetWithoutAnImportFails() throws IOException {
    Block block = new Block(1, "given Dataset test", "java", "int n = test.size();\nShape s;\n");
    assertThat(errors("page:1", List.of(), block))
        .singleElement()
        .asString()
        .contains("class Shape");
  }

  @TestFactory
  Stream<DynamicTest> linksLeadSomewhere() throws IOException {
    return DocPage.all().stream()
        .flatMap(
            page ->
                LINK.matcher(page.text())
                    .results()
                    .map(link -> link.group(1))
                    .distinct()
                    .map(link -> DynamicTest.dynamicTest(link, () -> checkLink(page, link))));
  }

  private static void checkLink(DocPage page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]);
    assertThat(target).exists();
    if (parts.length == 2) {
      Stream<String> headings =
          Files.readAllLines(target).stream()
              .filter(line -> line.startsWith("#"))
              .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
              .map(line -> line.replaceAll("[^\\w -]", "").replace(' ', '-'));
      assertThat(headings).contains(parts[1]);
    }
  }

  private static List<String> unusedImports(String text) {
    String code = IMPORT.matcher(text).replaceAll("");
    return IMPORT
        .matcher(text)
        .results()
        .map(found -> found.group().strip())
        .filter(line -> !code.matches("(?s).*\\b" + line.replaceAll(".*\\.|;", "") + "\\b.*"))
        .toList();
  }

  private List<String> errors(String name, List<Block> classes, Block block) throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    classes.forEach(above -> sources.add(source(typeName(above), above.text())));
    if (TYPE.matcher(block.text()).find()) {
      sources.add(source(typeName(block), block.text()));
    } else {
      sources.add(source("Given", given(block)));
      sources.add(source("Snippet", method(block)));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            Files.createDirectories(folder.resolve(name.replaceAll("\\W", "_"))).toString());
    compiler.getTask(null, null, found, options, null, sources).call();
    return found.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(d -> d.getMessage(null))
        .toList();
  }

  private static String typeName(Block block) {
    Matcher type = TYPE.matcher(block.text());
    assertThat(type.find()).isTrue();
    return type.group(1);
  }

  private static JavaFileObject source(String name, String text) {
    URI place = URI.create("string:///" + name + ".java");
    return new SimpleJavaFileObject(place, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** A class with what the comment gives, which may name any class of the library. */
  private static String given(Block block) {
    Matcher given = GIVEN.matcher(block.note());
    String fields = given.matches() ? given.group(1).replaceAll("; ", ";\n") + ";" : "";
    String imports =
        packages().stream().map(name -> "import " + name + ".*;\n").collect(Collectors.joining());
    return imports + "abstract class Given {\n" + fields + "\n}\n";
  }

  private static String method(Block block) {
    String imports =
        IMPORT
            .matcher(block.text())
            .results()
            .map(found -> found.group())
            .collect(Collectors.joining());
    return imports
        + "abstract class Snippet extends Given {\nvoid run() throws Exception {\n"
        + IMPORT.matcher(block.text()).replaceAll("")
        + "}\n}\n";
  }

  private static Set<String> packages() {
    Set<String> packages =
        new TreeSet<>(Set.of("java.nio.file", "java.util", "org.nd4j.linalg.api.ndarray"));
    packages.add("java.util.concurrent.atomic");
    packages.add("java.util.random");
    for (String module : List.of("dsd-core", "dsd-models")) {
      Path root = DocPage.PROJECT.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.endsWith("package-info.java"))
            .map(file -> root.relativize(file.getParent()).toString().replaceAll("[/\\\\]", "."))
            .forEach(packages::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return packages;
  }
}
