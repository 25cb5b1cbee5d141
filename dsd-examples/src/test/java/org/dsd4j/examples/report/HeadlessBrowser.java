package org.dsd4j.examples.report;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Opens pages in a Chromium without a window, if the machine has one. */
public final class HeadlessBrowser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final long MINUTES = 2;

  private HeadlessBrowser() {}

  /**
   * A page after its scripts have run.
   *
   * @param dom its elements as text
   * @param console what it wrote to the console, errors and what was refused above all
   */
  public record Opened(String dom, List<String> console) {
    /** Copies the lines. */
    public Opened {
      console = List.copyOf(console);
    }
  }

  /** Opens a file; skips the test where there is no Chromium. */
  public static Opened open(Path html, Path scratch) throws IOException, InterruptedException {
    Optional<Path> program = program();
    Assumptions.assumeTrue(program.isPresent(), "no program of " + NAMES + " in PATH");
    Path dom = scratch.resolve("dom.txt");
    Path log = scratch.resolve("log.txt");
    Process process =
        new ProcessBuilder(
                program.orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--allow-file-access-from-files",
                "--user-data-dir=" + scratch.resolve("profile"),
                "--window-size=1280,2000",
                "--virtual-time-budget=5000",
                "--enable-logging=stderr",
                "--dump-dom",
                html.toUri().toString())
            .redirectOutput(dom.toFile())
            .redirectError(log.toFile())
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("Chromium did not end within " + MINUTES + " minutes");
      }
    } finally {
      process.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      List<String> console = lines.filter(line -> line.contains("CONSOLE")).toList();
      return new Opened(Files.readString(dom), console);
    }
  }

  private static Optional<Path> program() {
    List<Path> programs = new ArrayList<>();
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator)) {
      NAMES.forEach(name -> programs.add(Path.of(folder, name)));
    }
    return programs.stream().filter(Files::isExecutable).findFirst();
  }
}
