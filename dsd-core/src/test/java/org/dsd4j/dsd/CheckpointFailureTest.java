package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.listen.ConsoleProgress;
import org.dsd4j.train.listen.MetricLines;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.dsd4j.train.record.CheckpointCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that fail as their folder is moved away, and runs that fail while one is written. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "folders with open files stay where they are")
class CheckpointFailureTest {
  private static final Sgd SGD = Sgd.momentum(0.9).weightDecay(1e-3);

  @TempDir Path folder;

  private final CheckpointNews news = new CheckpointNews();

  private Path checkpoints() {
    return folder.resolve("run");
  }

  private Path elsewhere() {
    return folder.resolve("elsewhere");
  }

  private void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Saves at the end of each of nine phases, and loses its folder after the first. */
  private DsdTrainer.Builder trainer(Network network) {
    return Cuttable.trainer(network, SGD)
        .checkpoints(Checkpoints.in(checkpoints()).everySteps(1_000_000))
        .listener(news.after(1, 0, () -> move(checkpoints(), elsewhere())));
  }

  private static String uncut() {
    try (Network network = Cuttable.network(3);
        DsdResult result = Cuttable.trainer(network, SGD).build().fit()) {
      assertThat(result.checkpoints()).isEqualTo(CheckpointCounts.none());
      return Cuttable.outcome(result);
    }
  }

  @Test
  void listenersAndTheResultAreToldAndTheRunGoesOn() throws IOException {
    Path lines = folder.resolve("metrics.jsonl");
    ByteArrayOutputStream console = new ByteArrayOutputStream();
    try (Network network = Cuttable.network(3);
        DsdResult result =
            trainer(network)
                .listener(MetricLines.into(lines))
                .listener(
                    new ConsoleProgress(
                        new PrintStream(console, true, StandardCharsets.UTF_8), false))
                .build()
                .fit()) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
      assertThat(result.checkpoints().written()).isEqualTo(1);
      assertThat(result.checkpoints().failed()).isEqualTo(8);
      assertThat(result.checkpoints().lastFailure()).contains(news.failed.get(7));
    }
    assertThat(news.written).containsExactly(checkpoints().resolve("checkpoint-000001.json"));
    assertThat(news.failed)
        .hasSize(8)
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .contains(checkpoints().toString())
                    .contains("a folder that exists"));
    assertThat(Files.readAllLines(lines))
        .filteredOn(line -> line.startsWith("{\"event\":\"checkpoint_failed\",\"reason\":\""))
        .hasSize(8);
    assertThat(console.toString(StandardCharsets.UTF_8))
        .contains("  no checkpoint: " + news.failed.get(0));
    assertThat(CheckpointFolder.newest(elsewhere())).isPresent();
  }

  @Test
  void laterCheckpointsAreWrittenWhereTheFolderComesBack() {
    news.after(1, 2, () -> move(elsewhere(), checkpoints()));
    try (Network network = Cuttable.network(3);
        DsdResult result = trainer(network).build().fit()) {
      assertThat(result.checkpoints().failed()).isEqualTo(2);
      assertThat(result.checkpoints().written()).isEqualTo(7);
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
    }
    try (Network network = Cuttable.network(99);
        DsdResult again =
            Cuttable.trainer(network, SGD)
                .checkpoints(checkpoints())
                .build()
                .resume(checkpoints())) {
      assertThat(Cuttable.outcome(again)).isEqualTo(uncut());
    }
  }

  @Test
  void aListenerMayEndTheRunAndItGoesOnFromTheCheckpointBefore() throws IOException {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer[] trainer = new DsdTrainer[1];
      trainer[0] =
          trainer(network)
              .listener(
                  new TrainingListener() {
                    @Override
                    public void checkpointFailed(String reason) {
                      trainer[0].stop();
                    }
                  })
              .build();
      assertThatThrownBy(() -> trainer[0].fit())
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessageContaining("as it was asked to stop; no checkpoint could be written (")
          .hasMessageContaining("); those before are whole");
    }
    Files.move(elsewhere(), checkpoints());
    try (Network network = Cuttable.network(99);
        DsdResult result = Cuttable.trainer(network, SGD).build().resume(checkpoints())) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
    }
  }

  @Test
  void aCheckpointOnItsWayIsWrittenAndToldThoughTheRunFails() {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .checkpoints(Checkpoints.in(checkpoints()).everySteps(1))
              .listener(news)
              .listener(
                  new TrainingListener() {
                    @Override
                    public void stepFinished(Step step) {
                      if (step.phase().name().equals("control for re-dense") && step.batch() == 3) {
                        throw new AssertionError("errors of listeners end a run");
                      }
                    }
                  })
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(AssertionError.class);
    }
    assertThat(news.failed).isEmpty();
    try (SavedCheckpoint newest = CheckpointFolder.newest(checkpoints()).orElseThrow()) {
      assertThat(newest.path()).isEqualTo(news.written.get(news.written.size() - 1));
    }
  }
}
