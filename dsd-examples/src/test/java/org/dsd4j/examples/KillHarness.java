package org.dsd4j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs an example in a process of its own, kills that at random moments, resumes it each time, and
 * compares what it ends with to the same run without a cut. A checkpoint is written at every step,
 * so that about every kill meets one being written.
 */
final class KillHarness {
  private static final String[] RUN = {"--epochs", "2", "--checkpoint-every", "1steps"};

  /** The longest that a process may train after its first new checkpoint before it is killed. */
  private static final int MOST_MILLIS = 1_500;

  private static final int MINUTES_OF_A_RUN = 5;

  private final Path folder;
  private final PrintStream report;
  private final Random random;
  private final JsonNode expected;
  private int kills;
  private int ends;

  KillHarness(Path folder, long seed, PrintStream report) throws IOException, InterruptedException {
    this.folder = folder;
    this.random = new Random(seed);
    this.report = report;
    Path uncut = folder.resolve("uncut");
    finish(start(uncut, RUN));
    this.expected = outcome(uncut);
    report.printf("uncut: %s%n", expected.get("weights_sha256").asText());
  }

  /**
   * Kills so often, in as many runs as that takes.
   *
   * @throws IllegalStateException if a run ends with other bits
   */
  void kill(int wanted) throws IOException, InterruptedException {
    while (kills < wanted) {
      Path run = folder.resolve("run" + ends);
      boolean over = false;
      while (!over && kills < wanted) {
        over = runUntilKilled(run);
      }
      if (!over) {
        finish(start(run, RUN));
      }
      compare(run);
    }
    report.printf("%d kills, %d runs that ended with equal bits%n", kills, ends);
  }

  /** Whether the run was over before it was to be killed. */
  private boolean runUntilKilled(Path run) throws IOException, InterruptedException {
    String before = newest(run);
    Process process = start(run, RUN);
    while (process.isAlive() && newest(run).equals(before)) {
      Thread.sleep(5);
    }
    if (process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS)) {
      check(process, 0);
      return true;
    }
    process.destroyForcibly();
    process.waitFor();
    kills++;
    report.printf("kill %d in run %d, after %s%n", kills, ends, newest(run));
    return false;
  }

  private static String newest(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return "";
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .max(String::compareTo)
          .orElse("");
    }
  }

  private void compare(Path run) throws IOException {
    JsonNode outcome = outcome(run);
    if (!outcome.equals(expected)) {
      throw new IllegalStateException(run + " ended with\n" + outcome + "\nand not\n" + expected);
    }
    ends++;
    report.printf("run %d ended with %s%n", ends - 1, outcome.get("weights_sha256").asText());
  }

  /** Starts the example, or resumes it where it was started before. */
  static Process start(Path out, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add(Main.class.getName());
    command.addAll(List.of("fashion", "--quick", "--resume", "--out", out.toString()));
    command.addAll(Arrays.asList(options));
    Files.createDirectories(out);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(out).toFile()));
    Map<String, String> environment = builder.environment();
    String ofTests = System.getProperty("surefire.test.class.path");
    environment.put("CLASSPATH", ofTests == null ? System.getProperty("java.class.path") : ofTests);
    environment.put("OMP_WAIT_POLICY", "passive");
    return builder.start();
  }

  /** What the processes of a run printed. */
  static Path log(Path out) {
    return out.resolveSibling(out.getFileName() + ".log");
  }

  private static void finish(Process process) throws InterruptedException {
    process.waitFor(MINUTES_OF_A_RUN, TimeUnit.MINUTES);
    check(process, 0);
  }

  /** Fails unless a process ended with this code. */
  static void check(Process process, int code) {
    if (process.isAlive()) {
      process.destroyForcibly();
      throw new IllegalStateException("the run does not end; its output is beside its folder");
    }
    if (process.exitValue() != code) {
      throw new IllegalStateException(
          "the run ended with code " + process.exitValue() + "; its output is beside its folder");
    }
  }

  /** A result without what differs between equal runs: times, memory, and where it went on. */
  private static JsonNode outcome(Path out) throws IOException {
    JsonNode result = new ObjectMapper().readTree(out.resolve("result.json").toFile());
    // Those found do not include what lies below others.
    while (result.findValue("seconds") != null) {
      for (JsonNode parent : result.findParents("seconds")) {
        ((ObjectNode) parent).remove("seconds");
      }
    }
    ((ObjectNode) result).remove("peak_rss_mb");
    ((ObjectNode) result).remove("notes");
    ((ObjectNode) result.get("provenance")).remove("started");
    return result;
  }
}
