package org.dsd4j.io.checkpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.internal.AtomicFile;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.FileErrors;
import org.dsd4j.io.json.UnsupportedVersionException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.ChecksummedTensor;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.TensorChecks;
import org.dsd4j.io.tensor.TensorGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of checkpoints, each a JSON file and the safetensors files that it names. A checkpoint
 * exists when its JSON file does, which is written last; every file is written to a temporary name,
 * forced to disk and renamed. So older checkpoints stay intact whenever writing is interrupted.
 *
 * <p>Life: opened, which locks the folder against other writers and deletes the remains of
 * interrupted writes; any number of checkpoints read and written; closed. For one thread.
 */
public final class CheckpointFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private final Path folder;
  private final int kept;
  private final CheckpointLock lock;
  private final Map<String, CheckpointManifest.TensorFile> lasting = new HashMap<>();
  private long lastNumber;

  private CheckpointFolder(Path folder, int kept, CheckpointLock lock) {
    this.folder = folder;
    this.kept = kept;
    this.lock = lock;
    this.lastNumber =
        names(folder).stream()
            .flatMapToLong(name -> CheckpointNames.number(name).stream())
            .max()
            .orElse(0);
  }

  /**
   * Opens a folder for writing, and creates it if need be.
   *
   * @param kept how many of the last checkpoints are kept
   * @throws UncheckedIOException if it cannot be written
   * @throws IllegalStateException if another run writes into it
   */
  public static CheckpointFolder open(Path folder, int kept) {
    try {
      Files.createDirectories(folder);
      CheckpointLock lock = CheckpointLock.of(folder);
      try {
        checkWritable(folder);
        CheckpointFolder opened = new CheckpointFolder(folder, kept, lock);
        opened.deleteWhere(CheckpointNames::isTemporary);
        return opened;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw FileErrors.of(
          folder,
          "checkpoints cannot be written; check path, space and permissions (" + e + ")",
          e);
    }
  }

  /**
   * Checks that new files can be made, which the old lock file does not show. The file stays empty:
   * a full disk may have space again when the first checkpoint is due.
   */
  private static void checkWritable(Path folder) throws IOException {
    Path probe = AtomicFile.temporary(folder.resolve(CheckpointNames.manifest(0)));
    Files.createFile(probe);
    Files.delete(probe);
  }

  /** Whether a folder has a checkpoint, intact or not. */
  public static boolean hasCheckpoints(Path folder) {
    return Files.isDirectory(folder)
        && names(folder).stream().anyMatch(CheckpointNames::isManifest);
  }

  /**
   * Opens the newest intact checkpoint. Newer ones that are damaged or cannot be read are logged.
   *
   * @return empty if there is no checkpoint at all
   * @throws CorruptDataException if there are some and none is intact
   * @throws UncheckedIOException if the thread is interrupted
   * @throws UnsupportedVersionException if the newest is of a version that this library does not
   *     read
   */
  public static Optional<SavedCheckpoint> newest(Path folder) {
    List<String> damaged = new ArrayList<>();
    for (String name : manifests(folder)) {
      try {
        return Optional.of(SavedCheckpoint.open(folder.resolve(name)));
      } catch (CorruptDataException e) {
        damaged.add(passOver(e));
      } catch (UncheckedIOException e) {
        if (FileErrors.isInterrupt(Objects.requireNonNull(e.getCause()))) {
          throw e;
        }
        damaged.add(passOver(e));
      }
    }
    if (!damaged.isEmpty()) {
      throw new CorruptDataException(
          folder,
          "a checkpoint that is whole",
          damaged.size() + " damaged or unreadable ones: " + String.join("; ", damaged),
          "start again, in another folder or after moving these files away");
    }
    return Optional.empty();
  }

  private static String passOver(RuntimeException e) {
    LOG.warn("A checkpoint is damaged or cannot be read, and passed over: {}", e.getMessage());
    return String.valueOf(e.getMessage());
  }

  /** Lets later checkpoints refer to the lasting files of this one. */
  public void continueFrom(SavedCheckpoint checkpoint) {
    for (CheckpointManifest.TensorFile file : checkpoint.manifest().files()) {
      if (file.lasting()) {
        lasting.put(file.key(), file);
      }
    }
  }

  /**
   * Writes a checkpoint, then deletes the oldest; those that cannot be deleted are logged.
   *
   * @param state the state without tensors, as plain records
   * @param groups the tensors; no two of one key
   * @return its JSON file
   * @throws RuntimeException if it cannot be written, or has values that are not finite; earlier
   *     ones stay intact
   */
  public Path write(Object state, List<TensorGroup> groups) {
    long number = ++lastNumber;
    try {
      write(number, state, groups);
    } catch (RuntimeException e) {
      takeBack(number);
      throw e;
    }
    try {
      deleteOld();
    } catch (UncheckedIOException e) {
      LOG.warn("Older checkpoints stay: {}", e.getMessage());
    }
    return folder.resolve(CheckpointNames.manifest(number));
  }

  private void write(long number, Object state, List<TensorGroup> groups) {
    List<CheckpointManifest.TensorFile> files = new ArrayList<>();
    for (TensorGroup group : groups) {
      CheckpointManifest.@Nullable TensorFile there = lasting.get(group.key());
      // An earlier checkpoint's file may have been deleted.
      if (there == null || !group.lasting() || !Files.exists(folder.resolve(there.file()))) {
        there = write(number, group);
      }
      files.add(there);
    }
    Path path = folder.resolve(CheckpointNames.manifest(number));
    byte[] manifest = CheckpointManifest.of(number, files, SavedCheckpoint.json(state)).toBytes();
    AtomicFile.write(path, channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(manifest)));
  }

  /** Deletes the files of a checkpoint that could not be written. */
  private void takeBack(long number) {
    lasting.values().removeIf(file -> isOf(number, file.file()));
    try {
      deleteWhere(name -> CheckpointNames.isTensorFile(name) && isOf(number, name));
    } catch (UncheckedIOException e) {
      LOG.warn("What was written of checkpoint {} stays: {}", number, e.getMessage());
    }
  }

  private static boolean isOf(long number, String name) {
    return CheckpointNames.number(name).orElse(0) == number;
  }

  private CheckpointManifest.TensorFile write(long number, TensorGroup group) {
    String name = CheckpointNames.tensors(number, group.key());
    group.tensors().forEach(tensor -> checkFinite(name, tensor));
    List<ChecksummedTensor> tensors = group.tensors().stream().map(ChecksummedTensor::new).toList();
    SafeTensors.write(tensors, Map.of("format", "pt"), folder.resolve(name));
    Map<String, String> checksums = new TreeMap<>();
    tensors.forEach(tensor -> checksums.put(tensor.name(), tensor.checksum()));
    CheckpointManifest.TensorFile file =
        new CheckpointManifest.TensorFile(group.key(), group.lasting(), name, checksums);
    if (group.lasting()) {
      lasting.put(group.key(), file);
    }
    return file;
  }

  /** A run that resumed from such values would fail again. */
  private static void checkFinite(String file, NamedTensor tensor) {
    if (tensor.type().isFloating()) {
      TensorChecks.firstNotFinite(tensor)
          .ifPresent(
              index -> {
                throw new IllegalStateException(
                    Check.message(
                        file + ", element " + index + " of " + tensor.name(),
                        "a finite number",
                        "infinity or not a number in single precision",
                        "resume from an older checkpoint"));
              });
    }
  }

  /** Deletes all but the last checkpoints, and files that none of them refers to. */
  private void deleteOld() {
    List<String> manifests = manifests(folder);
    List<String> needed = new ArrayList<>();
    for (String name : manifests.subList(0, Math.min(kept, manifests.size()))) {
      needed.add(name);
      try {
        CheckpointManifest.read(folder.resolve(name))
            .files()
            .forEach(file -> needed.add(file.file()));
      } catch (CorruptDataException | UnsupportedVersionException e) {
        LOG.warn("A checkpoint cannot be read: {}", e.getMessage());
      }
    }
    // A manifest is deleted before its files, so that every remaining checkpoint is complete.
    deleteWhere(name -> CheckpointNames.isManifest(name) && !needed.contains(name));
    deleteWhere(name -> CheckpointNames.isTensorFile(name) && !needed.contains(name));
  }

  private void deleteWhere(Predicate<String> condition) {
    for (String name : names(folder)) {
      if (condition.test(name)) {
        try {
          Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
          throw new UncheckedIOException(folder.resolve(name) + ": cannot be deleted", e);
        }
      }
    }
  }

  private static List<String> manifests(Path folder) {
    return names(folder).stream()
        .filter(CheckpointNames::isManifest)
        .sorted(
            (a, b) ->
                Long.compare(
                    CheckpointNames.number(b).orElseThrow(),
                    CheckpointNames.number(a).orElseThrow()))
        .toList();
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be listed", e);
    }
  }

  /** Lets other runs write into the folder. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
