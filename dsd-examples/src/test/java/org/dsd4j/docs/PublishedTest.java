package org.dsd4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the POMs say of the interface and the platforms, beside the sources. */
class PublishedTest {
  private static final Pattern INTERNAL_PACKAGE =
      Pattern.compile("(?m)^@(?:[\\w.]+\\.)?Internal$.*?^package ([\\w.]+);", Pattern.DOTALL);
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern CLASSIFIER =
      Pattern.compile("<(native|onednn|nd4j)\\.classifier>([^<]+)</");

  private static final String POM = read(DocPage.PROJECT.resolve("pom.xml"));
  private static final String BOM = read(DocPage.PROJECT.resolve("dsd4j-bom/pom.xml"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  /** The packages that Javadoc and the comparison with the last release leave out. */
  private static List<String> leftOut() {
    Matcher list = Pattern.compile("<internal\\.packages>([^<]+)<").matcher(POM);
    assertThat(list.find()).isTrue();
    return List.of(list.group(1).split(";"));
  }

  private static List<String> packageInfos() throws IOException {
    List<String> modules = all(MODULE, POM).map(module -> module.group(1)).toList();
    List<String> infos = new ArrayList<>();
    for (String module : modules) {
      Path sources = DocPage.PROJECT.resolve(module).resolve("src/main/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files
              .filter(file -> file.endsWith("package-info.java"))
              .forEach(file -> infos.add(read(file)));
        }
      }
    }
    return infos;
  }

  @Test
  void whatIsLeftOutAreThePackagesMarkedAsInternal() throws IOException {
    Set<String> marked = new TreeSet<>();
    Set<String> out = new TreeSet<>();
    for (String info : packageInfos()) {
      all(INTERNAL_PACKAGE, info).forEach(found -> marked.add(found.group(1)));
      Matcher name = PACKAGE.matcher(info);
      assertThat(name.find()).isTrue();
      if (leftOut().stream().anyMatch(at -> (name.group(1) + ".").startsWith(at + "."))) {
        out.add(name.group(1));
      }
    }
    assertThat(out).isEqualTo(marked);
    assertThat(marked).containsAll(leftOut());
  }

  @Test
  void theBomHasTheNativeCodeOfEveryPlatform() {
    Set<String> needed =
        all(CLASSIFIER, POM)
            .flatMap(
                found ->
                    switch (found.group(1)) {
                      case "native" ->
                          Stream.of("javacpp ", "openblas ").map(a -> a + found.group(2));
                      case "onednn" -> Stream.of("dnnl ", "opencl ").map(a -> a + found.group(2));
                      default -> Stream.of("nd4j-native " + found.group(2));
                    })
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> offered =
        all(
                Pattern.compile(
                    "<artifactId>([^<]+)</artifactId>\\s*<version>[^<]+</version>\\s*<classifier>([^<]+)<"),
                BOM)
            .map(found -> found.group(1) + " " + found.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(needed).hasSizeGreaterThan(10);
    assertThat(offered).isEqualTo(needed);
  }
}
