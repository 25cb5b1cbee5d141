package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A few kills by {@link KillHarness}, and what signals do. */
class KillTest {
  /** As many as {@code -Ddsd.kills} says. */
  private static final int KILLS = Integer.getInteger("dsd.kills", 4);

  /** Stays behind, for whoever wants to read what was killed when. */
  private static final Path REPORT = Path.of("target", "kills.txt");

  @TempDir Path folder;

  @Test
  void killedAnywhereTheRunEndsWithTheSameBits() throws IOException, InterruptedException {
    try (PrintStream report =
        new PrintStream(Files.newOutputStream(REPORT), true, StandardCharsets.UTF_8)) {
      new KillHarness(folder, System.nanoTime(), report).kill(KILLS);
    }
    assertThat(REPORT).content().contains(KILLS + " kills, ");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
  void theRequestToTerminateSavesAndSaysHowToGoOn() throws IOException, InterruptedException {
    Path out = folder.resolve("run");
    Process process = KillHarness.start(out, "--epochs", "100");
    while (process.isAlive() && !Files.exists(out.resolve("checkpoints"))) {
      Thread.sleep(5);
    }
    Thread.sleep(500);
    process.destroy();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    KillHarness.check(process, 128 + 15);
    assertThat(KillHarness.log(out))
        .content()
        .contains("Ends after this step")
        .contains("The run stopped in phase 'dense'", "the checkpoint is ")
        .contains("To continue: the same command with --resume")
        .doesNotContain("\tat ");
  }
}
