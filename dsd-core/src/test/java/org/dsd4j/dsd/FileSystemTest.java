package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.nn.Network;
import org.dsd4j.optim.Sgd;
import org.dsd4j.testing.Tmpfs;
import org.dsd4j.train.checkpoint.Budget;
import org.dsd4j.train.checkpoint.Checkpoints;
import org.dsd4j.train.loop.TrainingStoppedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints on disks that are full, read-only, or have files of odd times. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has neither mounts nor such permissions")
class FileSystemTest {
  private static final Sgd SGD = Sgd.momentum(0.9).weightDecay(1e-3);

  @TempDir Path folder;

  private final CheckpointNews news = new CheckpointNews();

  @BeforeEach
  void createFolder() throws IOException {
    Files.createDirectory(run());
  }

  private Path run() {
    return folder.resolve("run");
  }

  /** Saves at the end of each of nine phases. */
  private DsdTrainer.Builder trainer(Network network) {
    return Cuttable.trainer(network, SGD)
        .checkpoints(Checkpoints.in(run()).everySteps(1_000_000))
        .listener(news);
  }

  private static String uncut() {
    try (Network network = Cuttable.network(3);
        DsdResult result = Cuttable.trainer(network, SGD).build().fit()) {
      return Cuttable.outcome(result);
    }
  }

  private String resumed() {
    try (Network network = Cuttable.network(99);
        DsdResult result = Cuttable.trainer(network, SGD).build().resume(run())) {
      return Cuttable.outcome(result);
    }
  }

  private String newest() {
    try (SavedCheckpoint newest = CheckpointFolder.newest(run()).orElseThrow()) {
      return newest.path().getFileName().toString();
    }
  }

  @Test
  void onAFullDiskTheRunGoesOnAndLaterCheckpointsAreWritten() {
    try (Tmpfs disk = Tmpfs.over(run(), "size=1m")) {
      news.after(1, 0, disk::fill).after(1, 3, disk::free);
      try (Network network = Cuttable.network(3);
          DsdResult result = trainer(network).build().fit()) {
        assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
        assertThat(result.checkpoints().failed()).isEqualTo(3);
        assertThat(result.checkpoints().written()).isEqualTo(6);
      }
      assertThat(news.failed)
          .hasSize(3)
          .allSatisfy(
              reason ->
                  assertThat(reason)
                      .startsWith(run() + "/checkpoint-")
                      .containsPattern("^[^:]+-state\\.safetensors: cannot be written")
                      .contains("check space and permissions")
                      .contains("No space left on device"));
      assertThat(resumed()).isEqualTo(uncut());
    }
  }

  @Test
  void stoppedOnAFullDiskItGoesOnFromTheCheckpointBefore() throws IOException {
    try (Tmpfs disk = Tmpfs.over(run(), "size=1m")) {
      news.after(1, 0, disk::fill);
      try (Network network = Cuttable.network(3)) {
        DsdTrainer trainer = trainer(network).budget(Budget.unlimited().steps(14)).build();
        assertThatThrownBy(trainer::fit)
            .isInstanceOf(TrainingStoppedException.class)
            .hasMessageContaining("no checkpoint could be written (" + run())
            .hasMessageContaining("No space left on device")
            .hasMessageContaining("those before are whole");
      }
      // What is there while the disk is full is whole, and no half file takes its space.
      assertThat(newest()).isEqualTo("checkpoint-000001.json");
      try (Stream<Path> files = Files.list(run())) {
        assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
      }
      assertThat(resumed()).isEqualTo(uncut());
    }
  }

  @Test
  void aDiskThatTurnsReadOnlyLeavesWhatWasThere() {
    Tmpfs.assumeAvailable(run());
    List<Tmpfs> readOnly = new ArrayList<>();
    news.after(1, 0, () -> readOnly.add(Tmpfs.over(run(), "ro")));
    try (Network network = Cuttable.network(3);
        DsdResult result = trainer(network).build().fit()) {
      assertThat(Cuttable.outcome(result)).isEqualTo(uncut());
      assertThat(result.checkpoints().failed()).isEqualTo(8);
    } finally {
      readOnly.forEach(Tmpfs::close);
    }
    assertThat(news.failed)
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .startsWith(run() + "/checkpoint-")
                    .containsPattern("^[^:]+-state\\.safetensors: cannot be written")
                    .contains("Read-only file system"));
    assertThat(newest()).isEqualTo("checkpoint-000001.json");
    assertThat(resumed()).isEqualTo(uncut());
  }

  @Test
  void aReadOnlyDiskIsToldBeforeTraining() {
    try (Tmpfs disk = Tmpfs.over(run(), "ro");
        Network network = Cuttable.network(3)) {
      String before = Cuttable.sha256(network);
      DsdTrainer trainer = trainer(network).build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(disk.folder() + ": checkpoints cannot be written; check path")
          .hasMessageContaining("Read-only file system");
      assertThat(Cuttable.sha256(network)).isEqualTo(before);
    }
  }

  @Test
  void aFolderWithoutPermissionIsToldBeforeTraining() throws IOException {
    Files.setPosixFilePermissions(run(), PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(run()), "this user may write whatever the permissions are");
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer = trainer(network).build();
      assertThatThrownBy(trainer::fit)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(run() + ": checkpoints cannot be written; check path, space and");
    }
  }

  @Test
  void timesOfFilesAndAClockThatWasSetBackChangeNothing() throws IOException {
    try (Network network = Cuttable.network(3)) {
      DsdTrainer trainer =
          Cuttable.trainer(network, SGD)
              .checkpoints(Checkpoints.in(run()).everySteps(1))
              .budget(Budget.unlimited().steps(9))
              .build();
      assertThatThrownBy(trainer::fit).isInstanceOf(TrainingStoppedException.class);
    }
    String before = newest();
    // As if each checkpoint were older than the one before it.
    Instant time = Instant.parse("2001-01-01T00:00:00Z");
    for (Path file : byName()) {
      time = time.minusSeconds(3_600);
      Files.setLastModifiedTime(file, FileTime.from(time));
    }
    assertThat(newest()).isEqualTo(before);
    assertThat(resumed()).isEqualTo(uncut());
  }

  private List<Path> byName() throws IOException {
    try (Stream<Path> files = Files.list(run())) {
      return files.sorted().toList();
    }
  }
}
