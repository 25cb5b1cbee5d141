package org.dsd4j.io.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.json.UnsupportedVersionException;

/**
 * The file that makes a checkpoint: it names the files of tensors, with the tensors' checksums, and
 * holds the rest of the state. It is written last, so if it exists, they do.
 *
 * @param format the kind of file
 * @param version the version of the format
 * @param number the number of the checkpoint in its folder; a later one has a higher number
 * @param files the files with tensors
 * @param state the state without tensors
 */
record CheckpointManifest(
    String format, int version, long number, List<TensorFile> files, JsonNode state) {
  static final String FORMAT = "dsd4j-checkpoint";
  static final int VERSION = 3;

  /**
   * A file of tensors.
   *
   * @param key the group
   * @param lasting whether later checkpoints may refer to it
   * @param file its name in the folder
   * @param checksums by tensor
   */
  record TensorFile(String key, boolean lasting, String file, Map<String, String> checksums) {}

  static CheckpointManifest of(long number, List<TensorFile> files, JsonNode state) {
    return new CheckpointManifest(FORMAT, VERSION, number, List.copyOf(files), state);
  }

  byte[] toBytes() {
    return SealedJson.seal(SealedJson.MAPPER.valueToTree(this));
  }

  /**
   * Reads a manifest.
   *
   * @throws CorruptDataException if it is damaged
   * @throws UnsupportedVersionException if it is intact, but of a version that this library does
   *     not know
   */
  static CheckpointManifest read(Path file) {
    ObjectNode node = SealedJson.open(file);
    int version = node.path("version").asInt();
    if (!node.path("format").asText().equals(FORMAT)) {
      throw wrong(file, "the format " + FORMAT, node.path("format").toString());
    }
    if (version != VERSION) {
      throw new UnsupportedVersionException(file, FORMAT, VERSION, version);
    }
    CheckpointManifest manifest;
    try {
      manifest = SealedJson.MAPPER.treeToValue(node, CheckpointManifest.class);
    } catch (JsonProcessingException e) {
      throw wrong(file, "the fields of a checkpoint of this version", e.getOriginalMessage());
    }
    for (TensorFile tensors : manifest.files) {
      if (!CheckpointNames.isTensorFile(tensors.file)) {
        throw wrong(file, "the name of a checkpoint's file", tensors.file);
      }
    }
    return manifest;
  }

  private static CorruptDataException wrong(Path file, String expected, String received) {
    return new CorruptDataException(file, expected, received, "use an older one");
  }
}
