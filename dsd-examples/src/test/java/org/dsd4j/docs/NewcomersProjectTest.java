package org.dsd4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project of one who reads README.md and docs/getting-started.md, made of their text word for
 * word, built and run by Maven. Its local repository has this build's modules and, by links, all
 * that the builder's own repository has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NewcomersProjectTest {
  private static final Pattern PARENT_VERSION =
      Pattern.compile("<artifactId>dsd4j-bom</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern NO_NETWORK =
      Pattern.compile("Could not transfer artifact|UnknownHost|in offline mode");
  private static final Pattern JAR =
      Pattern.compile("JAR .*/([^/]+)/([^/]+)/\\1-\\2(?:-([^/]+))?\\.jar");

  /** Lists what is on the class path, and logs. */
  private static final String JARS =
      """
      import java.util.Collections;
      import org.slf4j.LoggerFactory;

      public class Jars {
        public static void main(String[] args) throws Exception {
          ClassLoader loader = Jars.class.getClassLoader();
          Collections.list(loader.getResources("META-INF/MANIFEST.MF"))
              .forEach(url -> System.out.println("JAR " + url));
          LoggerFactory.getLogger(Jars.class).warn("heard");
        }
      }
      """;

  private Path folder;
  private Path repository;
  private Path project;
  private String pom;

  @BeforeAll
  void writeProject(@TempDir Path folder) throws IOException {
    this.folder = folder;
    repository = Files.createDirectory(folder.resolve("repository"));
    project = Files.createDirectory(folder.resolve("project"));
    linkRepository();
    installModules();
    pom = DocPage.of("docs/getting-started.md").block("xml", "<project");
    Files.writeString(project.resolve("pom.xml"), pom);
    writeClass(DocPage.of("docs/getting-started.md").block("java", "void main"));
    writeClass(DocPage.of("README.md").block("java", "void main"));
    writeClass(JARS);
  }

  private void writeClass(String source) throws IOException {
    Matcher name = Pattern.compile("^public class (\\w+)", Pattern.MULTILINE).matcher(source);
    assertThat(name.find()).isTrue();
    Path sources = Files.createDirectories(project.resolve("src/main/java"));
    Files.writeString(sources.resolve(name.group(1) + ".java"), source);
  }

  /** Where Surefire says that the build's repository is. */
  private static Path ownRepository() {
    String usual = Path.of(System.getProperty("user.home"), ".m2", "repository").toString();
    return Path.of(System.getProperty("localRepository", usual)).toAbsolutePath();
  }

  private void linkRepository() throws IOException {
    Path own = ownRepository();
    linkAllBut("org", own, repository);
    linkAllBut("dsd4j", own.resolve("org"), Files.createDirectories(repository.resolve("org")));
  }

  private static void linkAllBut(String name, Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.filter(e -> !e.endsWith(name)).toList()) {
        try {
          Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
        } catch (IOException | UnsupportedOperationException e) {
          abort("links cannot be made here: " + e);
        }
      }
    }
  }

  private void installModules() throws IOException {
    install("dsd4j", DocPage.PROJECT.resolve("pom.xml"));
    for (String module : List.of("dsd4j-bom", "dsd-core", "dsd-models", "dsd4j-cpu")) {
      Path source = DocPage.PROJECT.resolve(module);
      Path place = install(module, source.resolve("pom.xml"));
      Path classes = source.resolve("target/classes");
      if (Files.exists(source.resolve("src"))) {
        String jar = place.toString().replaceFirst("pom$", "jar");
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        assertThat(tool.run(System.out, System.err, "cf", jar, "-C", classes.toString(), "."))
            .isZero();
      }
    }
  }

  /** Before JUnit finds links that lead out of its folder, of each of which it would warn. */
  @AfterAll
  void deleteLinks() throws IOException {
    for (Path place : List.of(repository, repository.resolve("org"))) {
      try (Stream<Path> entries = Files.list(place)) {
        for (Path link : entries.filter(Files::isSymbolicLink).toList()) {
          Files.delete(link);
        }
      }
    }
  }

  private Path install(String module, Path source) throws IOException {
    String version = version();
    Path place =
        Files.createDirectories(repository.resolve("org/dsd4j").resolve(module).resolve(version));
    return Files.copy(source, place.resolve(module + "-" + version + ".pom"));
  }

  private static String version() throws IOException {
    Matcher version = PARENT_VERSION.matcher(DocPage.of("pom.xml").text());
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private String maven(String... arguments) throws IOException, InterruptedException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    String program = windows ? "mvn.cmd" : "mvn";
    String home = System.getProperty("maven.home");
    List<String> command = new ArrayList<>();
    command.add(home == null ? program : Path.of(home, "bin", program).toString());
    command.addAll(List.of("-B", "-Dmaven.repo.local=" + repository));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    String output = Files.readString(log);
    if (process.waitFor() != 0 && NO_NETWORK.matcher(output).find()) {
      abort("Maven Central cannot be reached:\n" + output);
    }
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void thePomHasTheDependenciesOfReadme() throws IOException {
    String readme = DocPage.of("README.md").block("xml", "<dependency>");
    assertThat(pom.replaceAll("\\s", "")).contains(readme.replaceAll("\\s", ""));
  }

  private static Map<String, Set<String>> versions(String output) {
    return JAR.matcher(output)
        .results()
        .collect(
            Collectors.groupingBy(
                jar -> jar.group(1),
                Collectors.mapping(jar -> jar.group(2), Collectors.toCollection(TreeSet::new))));
  }

  @Test
  void eachLibraryHasOneVersionAndWarningsAreHeard() throws Exception {
    String output = maven("compile", "exec:java", "-Dexec.mainClass=Jars");
    Map<String, Set<String>> versions = versions(output);
    assertThat(versions)
        .containsKeys("dsd-core", "dsd-models", "javacpp", "openblas", "dnnl", "nd4j-native");
    assertThat(versions).allSatisfy((name, found) -> assertThat(found).as(name).hasSize(1));
    String javacpp = versions.get("javacpp").iterator().next();
    for (String library : List.of("openblas", "dnnl", "opencl")) {
      assertThat(versions.get(library)).first().asString().endsWith("-" + javacpp);
    }
    assertThat(JAR.matcher(output).results())
        .filteredOn(jar -> jar.group(1).equals("nd4j-native") && jar.group(3) != null)
        .as("native builds of ND4J")
        .hasSize(1);
    assertThat(output).contains("heard").doesNotContain("SLF4J");
  }

  /** The pom of the page, with the BOM and what {@code dsd4j-cpu} names for one platform. */
  private String pomByHand() throws IOException {
    String dependencies =
        DocPage.of("dsd4j-cpu/pom.xml")
            .text()
            .replaceAll("(?s).*(<dependencies>.*)</dependencies>.*", "$1")
            .replace("${nd4j.classifier}", "linux-x86_64-onednn")
            .replaceAll("\\$\\{(native|onednn)\\.classifier}", "linux-x86_64");
    String imported = DocPage.of("docs/getting-started.md").block("xml", "<dependencyManagement>");
    return pom.replaceFirst("(?s)<dependency>.*?</dependency>", "")
        .replace("<dependencies>", imported + dependencies)
        .replace("first-network", "by-hand");
  }

  @Test
  void theBomGivesTheSameVersions() throws Exception {
    Path byHand = project.resolve("by-hand.xml");
    Files.writeString(byHand, pomByHand());
    String output = maven("-f", byHand.toString(), "compile", "exec:java", "-Dexec.mainClass=Jars");
    assertThat(versions(output))
        .containsKey("openblas")
        .isEqualTo(versions(maven("compile", "exec:java", "-Dexec.mainClass=Jars")));
  }

  @Test
  void theFirstProgramLearns() throws Exception {
    String output = maven("compile", "exec:java", "-Dexec.mainClass=FirstNetwork");
    assertThat(output).doesNotContain("Warning:", "SLF4J").contains("[inside, outside]");
  }

  @Test
  void theProgramOfReadmeTrainsOnFilesOfMnist() throws Exception {
    Path mnist = Files.createDirectory(folder.resolve("mnist"));
    writeMnist(mnist, "train", 200);
    writeMnist(mnist, "t10k", 50);
    String output =
        maven("compile", "exec:java", "-Dexec.mainClass=LeNetOnMnist", "-Dexec.args=" + mnist);
    assertThat(output).doesNotContain("Warning:", "SLF4J").contains("test: accuracy 0.");
  }

  private static void writeMnist(Path folder, String part, int count) throws IOException {
    Random random = new Random(count);
    byte[] pixels = new byte[count * 28 * 28];
    random.nextBytes(pixels);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    write(folder.resolve(part + "-images-idx3-ubyte"), pixels, 0x803, count, 28, 28);
    write(folder.resolve(part + "-labels-idx1-ubyte"), labels, 0x801, count);
  }

  private static void write(Path file, byte[] items, int... header) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * header.length + items.length);
    for (int number : header) {
      bytes.putInt(number);
    }
    Files.write(file, bytes.put(items).array());
  }
}
