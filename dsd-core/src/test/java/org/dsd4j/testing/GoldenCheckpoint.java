package org.dsd4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.dsd4j.io.checkpoint.SavedCheckpoint;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.tensor.ChecksummedTensor;
import org.dsd4j.io.tensor.TensorGroup;
import org.dsd4j.train.checkpoint.CheckpointParts;

/**
 * A small checkpoint that is kept with the tests, so that a change of what checkpoints say is seen.
 * {@code GoldenTrainerTest} and {@code GoldenDsdTest} each have a {@code main} that writes theirs
 * anew, which belongs to a new version of the format alone.
 *
 * @param folder where it lies, the one in its folder
 */
public record GoldenCheckpoint(Path folder) {
  /** What follows the run's settings and the machine, not the format. */
  private static final Set<String> FREE =
      Set.of(".state.run.settings", ".state.run.data", ".state.run.versions", ".state.notes");

  /** The one of this name. */
  public static GoldenCheckpoint named(String name) {
    return new GoldenCheckpoint(Path.of("src", "test", "resources", "checkpoints", name));
  }

  /** Opens it as a run does that is resumed. */
  public SavedCheckpoint open() {
    return CheckpointFolder.newest(folder).orElseThrow();
  }

  private static JsonNode manifest(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      Path newest =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .reduce((a, b) -> b)
              .orElseThrow();
      return SealedJson.open(newest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails unless the newest checkpoint in a folder has this one's fields, each of its kind. */
  public void assertHasTheFieldsOf(Path written) {
    assertThat(fields(manifest(written))).isEqualTo(fields(manifest(folder)));
  }

  private static Set<String> fields(JsonNode node) {
    Set<String> fields = new TreeSet<>();
    add("", node, fields);
    return fields;
  }

  private static void add(String path, JsonNode node, Set<String> fields) {
    if (FREE.contains(path)) {
      fields.add(path);
    } else if (node.isObject()) {
      node.properties()
          .forEach(field -> add(path + "." + field.getKey(), field.getValue(), fields));
    } else if (node.isArray()) {
      node.forEach(element -> add(path + "[]", element, fields));
    } else {
      fields.add(path + ": " + node.getNodeType());
    }
  }

  /** Fails unless what was read of this checkpoint and taken apart again says the same. */
  public void assertSays(CheckpointParts parts) throws IOException {
    JsonNode manifest = manifest(folder);
    byte[] document = SealedJson.MAPPER.writeValueAsBytes(parts.document());
    assertThat(SealedJson.MAPPER.readTree(document)).isEqualTo(manifest.get("state"));
    Map<String, Map<String, String>> expected = new TreeMap<>();
    for (JsonNode file : manifest.get("files")) {
      Map<String, String> sums = new TreeMap<>();
      file.get("checksums").properties().forEach(f -> sums.put(f.getKey(), f.getValue().asText()));
      expected.put(file.get("key").asText() + " " + file.get("lasting"), sums);
    }
    Map<String, Map<String, String>> received = new TreeMap<>();
    for (TensorGroup group : parts.groups()) {
      Map<String, String> sums = new TreeMap<>();
      group.tensors().forEach(tensor -> sums.put(tensor.name(), ChecksummedTensor.of(tensor)));
      received.put(group.key() + " " + group.lasting(), sums);
    }
    assertThat(received).isEqualTo(expected);
  }

  /** Puts checkpoint files where this one lies. */
  public void replaceBy(Path written) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder);
        Stream<Path> files = Files.list(written)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
      for (Path file : files.filter(f -> !f.toString().endsWith(".lock")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }
}
