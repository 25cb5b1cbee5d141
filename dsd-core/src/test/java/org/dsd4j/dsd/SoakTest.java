package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dsd4j.testing.ChildJvm;
import org.dsd4j.testing.ProcessWatch.Stretch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that trains for long holds no more in the end than after its first steps. */
class SoakTest {
  /** As many as {@code -Ddsd.soak} says. */
  private static final int STEPS = Integer.getInteger("dsd.soak", 800);

  /** So many make a soak; with fewer, the JVM is still compiling and growing. */
  private static final int LONG = 10_000;

  private static final int MINUTES = 30;

  /** Stays behind, for whoever wants to read it. */
  private static final Path REPORT = Path.of("target", "soak.csv");

  @TempDir Path folder;

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "has no /proc")
  void memoryFilesAndThreadsStayWhereTheyAre() throws IOException, InterruptedException {
    run();
    List<Stretch> all = Files.readAllLines(REPORT).stream().map(Stretch::parse).toList();
    List<Stretch> warm = all.subList(all.size() / (STEPS < LONG ? 2 : 5), all.size());
    double share = STEPS < LONG ? 0.1 : 0.03;
    Stretch first = warm.get(0);
    assertThat(warm)
        .allSatisfy(
            stretch -> {
              assertThat((double) stretch.resident() / first.resident())
                  .isBetween(1 - share, 1 + share);
              // On a busy machine a checkpoint may be open for a whole stretch.
              assertThat(stretch.mostFiles()).isLessThan(first.leastFiles() + 10);
              assertThat(stretch.leastThreads()).isEqualTo(first.leastThreads());
              assertThat(stretch.mostThreads()).isEqualTo(first.mostThreads());
            });
    // A row of figures for each epoch is all that a run gathers.
    assertThat(warm.get(warm.size() - 1).heap() - first.heap()).isLessThan(4_000_000);
  }

  /**
   * In a process of its own, whose heap is in memory from the start and whose compilers are always
   * there, in a long run without the optimising one, which takes more memory for as long as it
   * finds code to compile: what grows is the run's.
   */
  private void run() throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-Xms96m",
            "-Xmx96m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:-UseDynamicNumberOfCompilerThreads",
            "-XX:TieredStopAtLevel=" + (STEPS < LONG ? 4 : 1));
    Path log = folder.resolve("log.txt");
    ProcessBuilder builder =
        ChildJvm.of(
                options,
                SoakRun.class,
                Integer.toString(STEPS),
                folder.toString(),
                REPORT.toAbsolutePath().toString())
            .redirectOutput(log.toFile());
    builder.environment().put("OMP_WAIT_POLICY", "passive");
    Process process = builder.start();
    boolean over = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(over && process.exitValue() == 0).as(Files.readString(log)).isTrue();
  }
}
