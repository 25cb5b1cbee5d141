package org.dsd4j.examples.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.dsd4j.internal.Check;
import org.dsd4j.io.ModelArchive;
import org.dsd4j.io.ModelDescription;
import org.dsd4j.io.SafeTensors;
import org.dsd4j.nn.Network;

/** Where a run's results go. A file there is whole or not there at all. */
public final class OutputFolder {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final Path folder;

  public OutputFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes sure that results can be written, by trying. Leaves nothing behind, as training may fail.
   *
   * @throws IllegalArgumentException if that is not possible
   */
  public void check() {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path p = folder.toAbsolutePath(); p != null && Files.notExists(p); p = p.getParent()) {
      missing.addLast(p);
    }
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, "result", ".tmp"));
      for (Path created : missing) {
        Files.delete(created);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          Check.message(
              "--out", "a folder that can be written", folder, "name another folder (" + e + ")"),
          e);
    }
  }

  /** Writes {@code result.json} and {@code report.html}; returns the report's path. */
  public Path write(RunResult result) {
    try {
      Files.createDirectories(folder);
      write("result.json", JSON.writeValueAsString(result));
      return write(
          "report.html", ReportHtml.of(result.subject().title(), JSON.writeValueAsString(result)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the results could not be written into " + folder + "; check space and permissions", e);
    }
  }

  /** Writes {@code weights.safetensors}, what the run ended with; returns its path. */
  public Path write(Network network) {
    Path weights = folder.resolve("weights.safetensors");
    SafeTensors.write(network, weights);
    return weights;
  }

  /** Writes {@code model.dsd4j.safetensors}, all that predictions need; returns its path. */
  public Path write(Network network, ModelDescription description) {
    Path archive = folder.resolve("model.dsd4j.safetensors");
    ModelArchive.write(archive, network, description);
    return archive;
  }

  private Path write(String name, String text) throws IOException {
    Path temporary = folder.resolve(name + ".tmp");
    try {
      Files.writeString(temporary, text);
      return Files.move(
          temporary,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
