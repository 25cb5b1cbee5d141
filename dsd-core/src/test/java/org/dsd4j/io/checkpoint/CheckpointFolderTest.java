package org.dsd4j.io.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.json.UnsupportedVersionException;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.io.tensor.TensorGroup;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.Tmpfs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

@InEveryLocale
class CheckpointFolderTest {
  @TempDir Path folder;

  /**
   * Something to save.
   *
   * @param number to be found again
   */
  record State(int number) {}

  /** Four bytes, or a disk that is full before they are written. */
  private record Bytes(String name, byte value, boolean diskIsFull) implements NamedTensor {
    @Override
    public StoredType type() {
      return StoredType.U8;
    }

    @Override
    public List<Long> extents() {
      return List.of(4L);
    }

    @Override
    public void runs(Consumer<ByteBuffer> reader) {
      if (diskIsFull) {
        throw new UncheckedIOException(new IOException("No space left on device"));
      }
      reader.accept(ByteBuffer.wrap(new byte[] {value, value, value, value}));
    }
  }

  private static TensorGroup group(String key, boolean lasting, int value) {
    return new TensorGroup(key, lasting, List.of(new Bytes("t", (byte) value, false)));
  }

  private static TensorGroup tooLarge() {
    return new TensorGroup("large", false, List.of(new Bytes("t", (byte) 1, true)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private int newest() {
    try (SavedCheckpoint saved = CheckpointFolder.newest(folder).orElseThrow()) {
      return saved.state(State.class).number();
    }
  }

  @Test
  void keepsTheLastAndWhatTheyName() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      for (int i = 1; i <= 4; i++) {
        checkpoints.write(new State(i), List.of(group("state", false, i), group("best", true, 9)));
      }
    }
    assertThat(names())
        .containsExactly(
            "checkpoint-000001-best.safetensors",
            "checkpoint-000003-state.safetensors",
            "checkpoint-000003.json",
            "checkpoint-000004-state.safetensors",
            "checkpoint-000004.json",
            "checkpoints.lock");
    assertThat(newest()).isEqualTo(4);
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      checkpoints.write(new State(1), List.of(group("state", false, 1)));
      List<String> before = names();
      assertThatThrownBy(
              () -> checkpoints.write(new State(2), List.of(group("best", true, 1), tooLarge())))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("checkpoint-000002-large.safetensors: cannot be written")
          .hasMessageContaining("No space left on device");
      // What was written of it gave its space back, and is written again next time.
      assertThat(names()).isEqualTo(before);
      assertThat(newest()).isEqualTo(1);
      checkpoints.write(new State(3), List.of(group("best", true, 1)));
    }
    assertThat(names()).contains("checkpoint-000003-best.safetensors");
    assertThat(newest()).isEqualTo(3);
  }

  @Test
  void aFolderThatWasRemovedIsNamed() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder.resolve("run"), 2)) {
      Files.delete(folder.resolve("run/checkpoints.lock"));
      Files.delete(folder.resolve("run"));
      assertThatThrownBy(() -> checkpoints.write(new State(1), List.of(group("state", false, 1))))
          .hasMessageContaining(folder.resolve("run").toString())
          .hasMessageContaining("a folder that exists");
    }
  }

  @Test
  void aFileInThePlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    assertThatThrownBy(() -> CheckpointFolder.open(file.resolve("run"), 2))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file + "/run: checkpoints cannot be written");
  }

  @Test
  void whatAWriteThatWasCutLeftBehindIsCleared() throws IOException {
    String temporary =
        "checkpoint-000007-state.safetensors.123e4567-e89b-12d3-a456-426614174000.tmp";
    Files.writeString(folder.resolve(temporary), "half");
    Files.writeString(folder.resolve("notes.tmp"), "not ours");
    CheckpointFolder.open(folder, 2).close();
    assertThat(names()).containsExactly("checkpoints.lock", "notes.tmp");
  }

  @Test
  void numbersGoOnAfterFilesOfACheckpointThatWasCut() throws IOException {
    Files.writeString(folder.resolve("checkpoint-000041-state.safetensors"), "without its JSON");
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      assertThat(CheckpointFolder.newest(folder)).isEmpty();
      checkpoints.write(new State(1), List.of());
    }
    assertThat(names()).containsExactly("checkpoint-000042.json", "checkpoints.lock");
  }

  @Test
  void whatIsNotFiniteIsNoCheckpoint() throws IOException {
    NamedTensor lost =
        NamedTensor.of("fc.weight", Nd4j.createFromArray(0, 1, Float.POSITIVE_INFINITY));
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      checkpoints.write(new State(1), List.of(group("state", false, 1)));
      List<TensorGroup> groups = List.of(new TensorGroup("state", false, List.of(lost)));
      assertThatThrownBy(() -> checkpoints.write(new State(2), groups))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "checkpoint-000002-state.safetensors, element 2 of fc.weight: expected a finite"
                  + " number, received infinity or not a number in single precision; resume from an"
                  + " older checkpoint");
    }
    assertThat(names())
        .containsExactly(
            "checkpoint-000001-state.safetensors", "checkpoint-000001.json", "checkpoints.lock");
  }

  @Test
  void anotherVersionIsRefusedByName() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      Path path = checkpoints.write(new State(1), List.of());
      ObjectNode node = SealedJson.open(path);
      node.put("version", 1);
      Files.write(path, SealedJson.seal(node));
    }
    assertThatThrownBy(() -> CheckpointFolder.newest(folder))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("checkpoint-000001.json: expected dsd4j-checkpoint of version 3")
        .hasMessageContaining("received version 1");
  }

  @Test
  void aFileElsewhereIsNeverOpened() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      Path path = checkpoints.write(new State(1), List.of(group("state", false, 1)));
      ObjectNode node = SealedJson.open(path);
      ((ObjectNode) node.withArray("files").get(0)).put("file", "../secret.safetensors");
      Files.write(path, SealedJson.seal(node));
    }
    assertThatThrownBy(() -> CheckpointFolder.newest(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("the name of a checkpoint's file, received ../secret.safetensors");
  }

  @Test
  void aLastingFileThatWasDeletedIsWrittenAgain() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 1)) {
      checkpoints.write(new State(1), List.of(group("best", true, 9)));
      Files.delete(folder.resolve("checkpoint-000001-best.safetensors"));
      checkpoints.write(new State(2), List.of(group("best", true, 9)));
      checkpoints.write(new State(3), List.of(group("best", true, 9)));
    }
    assertThat(newest()).isEqualTo(3);
    assertThat(names())
        .containsExactly(
            "checkpoint-000002-best.safetensors", "checkpoint-000003.json", "checkpoints.lock");
  }

  @Test
  void whatCannotBeReadIsPassedOver() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      checkpoints.write(new State(1), List.of(group("state", false, 1)));
    }
    Files.createDirectory(folder.resolve("checkpoint-000002.json"));
    assertThat(newest()).isEqualTo(1);
    Files.delete(folder.resolve("checkpoint-000001.json"));
    assertThatThrownBy(() -> CheckpointFolder.newest(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("checkpoint-000002.json: cannot be read");
  }

  @Test
  void anInterruptDamagesNoCheckpoint() throws IOException {
    try (CheckpointFolder checkpoints = CheckpointFolder.open(folder, 2)) {
      checkpoints.write(new State(1), List.of(group("state", false, 1)));
    }
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> CheckpointFolder.newest(folder))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("clear the flag with Thread.interrupted() or use another thread");
      // A run that is interrupted before it begins is told so by its first step.
      CheckpointFolder.open(folder, 2).close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(newest()).isEqualTo(1);
  }

  @Test
  void anOpeningThatFailsKeepsNoLock() throws IOException {
    Path stuck = folder.resolve("checkpoint-000007.json.123e4567-e89b-12d3-a456-426614174000.tmp");
    Files.createDirectory(stuck);
    Path inside = Files.createFile(stuck.resolve("file"));
    assertThatThrownBy(() -> CheckpointFolder.open(folder, 2))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(stuck + ": cannot be deleted");
    Files.delete(inside);
    CheckpointFolder.open(folder, 2).close();
    assertThat(names()).containsExactly("checkpoints.lock");
  }

  private void assertThatNoFileCanBeCreated() {
    assertThatThrownBy(() -> CheckpointFolder.open(folder, 2))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(folder + ": checkpoints cannot be written; check path, space and");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
  void anOldLockIsNoPermissionToCreateFiles() throws IOException {
    CheckpointFolder.open(folder, 2).close();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assumeFalse(Files.isWritable(folder), "this user may write whatever the permissions are");
      assertThatNoFileCanBeCreated();
    } finally {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void anOldLockIsNoRoomForMoreFiles() {
    // One is the folder itself; opening takes one for the lock and, for a moment, one beside it.
    try (Tmpfs disk = Tmpfs.over(folder, "size=1m,nr_inodes=3")) {
      CheckpointFolder.open(disk.folder(), 2).close();
      disk.fill();
      assertThatNoFileCanBeCreated();
    }
  }
}
