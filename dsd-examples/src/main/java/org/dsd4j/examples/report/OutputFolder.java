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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.nn.Network;

/** Where one run's results go. A file there is whole or not there at all. */
public final class OutputFolder {
  /** The metrics of each epoch, a JSON object a line. */
  public static final String METRICS = "metrics.jsonl";

  /** Events for TensorBoard. */
  public static final String TENSORBOARD = "tensorboard";

  /** The saved states of the run. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The words that a network of words knows. */
  public static final String VOCABULARY = "vocabulary.txt";

  /** The weights of a network that describes pictures to another one. */
  public static final String FEATURES = "features.safetensors";

  private static final String RESULT = "result.json";
  private static final String REPORT = "report.html";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String ARCHIVE = "model.dsd4j.safetensors";

  /** All that a run may leave; nothing else in the folder is ever replaced. */
  private static final List<String> OF_A_RUN =
      List.of(
          RESULT,
          REPORT,
          WEIGHTS,
          ARCHIVE,
          METRICS,
          VOCABULARY,
          FEATURES,
          TENSORBOARD,
          CHECKPOINTS);

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

  /**
   * Fails if a new run would leave its files among those of another.
   *
   * @throws IllegalArgumentException if a run left files here
   */
  public void checkFree() {
    List<String> left = OF_A_RUN.stream().filter(this::has).toList();
    Check.argument(
        left.isEmpty(),
        "--out",
        "a folder without the files of another run",
        folder + ", which has " + String.join(", ", left),
        "name another folder with --out, replace that run with --overwrite, or go on with it with"
            + " --resume");
  }

  /**
   * Fails if there are results of a run that cannot be gone on with.
   *
   * @throws IllegalArgumentException if it is over, and its checkpoints are gone
   */
  public void checkResumable() {
    Check.argument(
        !has(RESULT),
        "--resume",
        "the checkpoints of the run whose results are in " + folder,
        "none",
        "start anew in another folder, or replace that run with --overwrite");
  }

  /** Deletes what a run left here, and nothing else. */
  public void clear() {
    for (String name : OF_A_RUN) {
      if (has(name)) {
        delete(folder.resolve(name));
      }
    }
  }

  private boolean has(String name) {
    return Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static void delete(Path place) {
    try (Stream<Path> below = Files.walk(place)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          place + ": cannot be replaced; check permissions or name another folder", e);
    }
  }

  /**
   * Writes {@code result.json} and {@code report.html}; returns the report's path.
   *
   * @param pictures of samples that the report shows, by index: {@code data:} addresses
   */
  public Path write(RunResult result, Map<Integer, String> pictures) {
    try {
      Files.createDirectories(folder);
      String json = JSON.writeValueAsString(result);
      write(RESULT, json);
      String title = result.subject().title();
      return write(REPORT, ReportHtml.of(title, json, JSON.writeValueAsString(pictures)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the results could not be written into " + folder + "; check space and permissions", e);
    }
  }

  /** Writes {@code weights.safetensors}, what the run ended with; returns its path. */
  public Path write(Network network) {
    Path weights = folder.resolve(WEIGHTS);
    SafeTensors.write(network, weights);
    return weights;
  }

  /** Writes {@code model.dsd4j.safetensors}, all that predictions need; returns its path. */
  public Path write(Network network, ModelDescription description) {
    Path archive = folder.resolve(ARCHIVE);
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
