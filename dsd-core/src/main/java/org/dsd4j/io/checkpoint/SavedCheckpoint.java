package org.dsd4j.io.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.tensor.ChecksummedTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.jspecify.annotations.Nullable;

/** An intact checkpoint, open for reading. */
public final class SavedCheckpoint implements AutoCloseable {
  private final Path path;
  private final CheckpointManifest manifest;
  private final Map<String, WeightFile> files;

  private SavedCheckpoint(Path path, CheckpointManifest manifest, Map<String, WeightFile> files) {
    this.path = path;
    this.manifest = manifest;
    this.files = files;
  }

  /**
   * Opens a checkpoint and compares every tensor with its checksum.
   *
   * @throws CorruptDataException if anything is missing or damaged
   */
  static SavedCheckpoint open(Path path) {
    CheckpointManifest manifest = CheckpointManifest.read(path);
    Map<String, WeightFile> files = new LinkedHashMap<>();
    try {
      for (CheckpointManifest.TensorFile file : manifest.files()) {
        Path tensors = path.resolveSibling(file.file());
        if (!Files.exists(tensors)) {
          throw new CorruptDataException(
              path, "the file " + file.file() + " beside it", "none", "use an older one");
        }
        WeightFile opened = WeightFile.open(tensors);
        files.put(file.key(), opened);
        check(opened, file.checksums());
      }
      return new SavedCheckpoint(path, manifest, files);
    } catch (RuntimeException e) {
      files.values().forEach(WeightFile::close);
      throw e;
    }
  }

  private static void check(WeightFile file, Map<String, String> checksums) {
    List<String> left = new ArrayList<>(checksums.keySet());
    for (StoredTensor tensor : file.tensors()) {
      String expected = checksums.getOrDefault(tensor.name(), "no such tensor");
      String received = ChecksummedTensor.of(tensor);
      if (!expected.equals(received)) {
        throw new CorruptDataException(
            file.path() + ", tensor " + tensor.name(), expected, received, "use an older one");
      }
      left.remove(tensor.name());
    }
    if (!left.isEmpty()) {
      throw new CorruptDataException(
          file.path(), "tensors " + left, "none of them", "use an older one");
    }
  }

  /** Its JSON file. */
  public Path path() {
    return path;
  }

  /**
   * The state without tensors.
   *
   * @throws CorruptDataException if it is not a value of this type
   */
  public <T> T state(Class<T> type) {
    return read(manifest.state(), type);
  }

  /**
   * One field of the state without tensors.
   *
   * @throws CorruptDataException if there is none, or not of this type
   */
  public <T> T field(String name, Class<T> type) {
    if (!manifest.state().hasNonNull(name)) {
      throw new CorruptDataException(
          path, "a state with a field '" + name + "'", "none", "use an older one");
    }
    return read(manifest.state().get(name), type);
  }

  private <T> T read(JsonNode json, Class<T> type) {
    try {
      return SealedJson.MAPPER.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new CorruptDataException(
              path, type.getSimpleName(), e.getOriginalMessage(), "use an older one")
          .causedBy(e);
    }
  }

  /** Whether there is such a group of tensors. */
  public boolean hasGroup(String key) {
    return files.containsKey(key);
  }

  /**
   * The tensors of a group.
   *
   * @throws CorruptDataException if there is none
   */
  public WeightFile group(String key) {
    @Nullable WeightFile file = files.get(key);
    if (file == null) {
      throw new CorruptDataException(path, "tensors " + key, files.keySet(), "use an older one");
    }
    return file;
  }

  CheckpointManifest manifest() {
    return manifest;
  }

  /** A value of plain records, as a checkpoint holds it. */
  static JsonNode json(Object state) {
    return SealedJson.MAPPER.valueToTree(state);
  }

  @Override
  public void close() {
    files.values().forEach(WeightFile::close);
  }
}
