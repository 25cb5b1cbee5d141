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

/** The folder with one run's results. Files in it are written atomically. */
public final class OutputFolder {
  /** The metrics of each epoch, one JSON object per line. */
  public static final String METRICS = "metrics.jsonl";

  /** Events for TensorBoard. */
  public static final String TENSORBOARD = "tensorboard";

  /** The saved states of the run. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The vocabulary of a network for words. */
  public static final String VOCABULARY = "vocabulary.txt";

  /** The weights of the network that computes pictures' features for another one. */
  public static final String FEATURES = "features.safetensors";

  private static final String RESULT = "result.json";
  private static final String REPORT = "report.html";
  private static final String WEIGHTS = "weights.safetensors";
  private static final String ARCHIVE = "model.dsd4j.safetensors";

  /** All files of a run; no others in the folder are ever replaced. */
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
   * Checks that results can be written, by writing and deleting a file.
   *
   * @throws IllegalArgumentException if they cannot
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
   * Throws if a new run would mix its files with those of another.
   *
   * @throws IllegalArgumentException if the folder has files of a run
   */
  public void checkFree() {
    List<String> left = OF_A_RUN.stream().filter(this::has).toList();
    Check.argument(
        left.isEmpty(),
        "--out",
        "a folder without the files of another run",
        folder + ", which has " + String.join(", ", left),
        "name another folder with --out, replace that run with --overwrite, or continue it with"
            + " --resume");
  }

  /**
   * Throws if the folder has results of a run that cannot be resumed.
   *
   * @throws IllegalArgumentException if that run is complete and its checkpoints were deleted
   */
  public void checkResumable() {
    Check.argument(
        !has(RESULT),
        "--resume",
        "the checkpoints of the run whose results are in " + folder,
        "none",
        "start anew in another folder, or replace that run with --overwrite");
  }

  /** Deletes the files of a run, and no others. */
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

  /** Writes {@code weights.safetensors}, the final weights; returns its path. */
  public Path write(Network network) {
    Path weights = folder.resolve(WEIGHTS);
    SafeTensors.write(network, weights);
    return weights;
  }

  /** Writes {@code model.dsd4j.safetensors}, the archive for predictions; returns its path. */
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
