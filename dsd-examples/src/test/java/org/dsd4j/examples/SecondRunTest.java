package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dsd4j.io.checkpoint.CheckpointFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder holds the files of one run. */
class SecondRunTest extends CommandLineTest {
  private int fashion(String... further) {
    return run(
        Stream.concat(
                Stream.of("fashion", "--quick", "--no-control", "--out", out().toString()),
                Stream.of(further))
            .toArray(String[]::new));
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            out().relativize(file).toString(),
            Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    }
    return contents;
  }

  @Test
  void aSecondRunIsRefusedBeforeItTouchesTheFirst() throws IOException {
    assertThat(fashion()).isZero();
    Map<String, String> first = contents();
    out.getBuffer().setLength(0);
    assertThat(fashion("--seed", "2")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--out: expected a folder without the files of another run")
        .contains(out() + ", which has result.json, report.html, weights.safetensors")
        .contains("--overwrite", "--resume");
    assertThat(out.toString()).isEmpty();
    assertThat(contents()).isEqualTo(first);
  }

  @Test
  void overwritingLeavesNothingOfTheFirstAndAllElse() throws IOException {
    assertThat(run("text", "--quick", "--out", out().toString())).isZero();
    assertThat(out()).isDirectoryContaining(file -> file.endsWith("vocabulary.txt"));
    Path own = Files.writeString(out().resolve("notes.txt"), "mine");
    assertThat(fashion("--overwrite", "--stop-after", "13steps")).isEqualTo(3);
    // The run that was replaced had a control and a vocabulary, and this one has no result yet.
    try (Stream<Path> files = Files.list(out())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("checkpoints", "metrics.jsonl", "tensorboard", "notes.txt");
    }
    assertThat(own).hasContent("mine");
    assertThat(fashion("--resume")).isZero();
    try (Stream<Path> events = Files.list(out().resolve("tensorboard"))) {
      assertThat(events.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("dense", "sparse", "re-dense");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metrics.jsonl",
        "weights.safetensors",
        "model.dsd4j.safetensors",
        "report.html",
        "vocabulary.txt",
        "checkpoints",
        "tensorboard"
      })
  void whatARunThatWasCutLeftIsARunToo(String file) throws IOException {
    Files.createDirectory(out());
    Files.writeString(out().resolve(file), "");
    assertThat(fashion()).isEqualTo(2);
    assertThat(err.toString()).contains("which has " + file);
  }

  @Test
  void filesThatAreNoRunsStandNotInTheWay() throws IOException {
    Files.createDirectory(out());
    Files.writeString(out().resolve("notes.txt"), "mine");
    assertThat(fashion("--stop-after", "1steps")).isEqualTo(3);
  }

  @Test
  void replacingARunWaitsUntilSettingsAreRight() throws IOException {
    assertThat(fashion()).isZero();
    Map<String, String> first = contents();
    List<String[]> wrong =
        List.of(
            new String[] {"--sparsity", "30"},
            new String[] {"--epochs", "0"},
            new String[] {"--resume"},
            new String[] {"--stop-after", "2epochs"});
    for (String[] options : wrong) {
      assertThat(
              fashion(
                  Stream.concat(Stream.of("--overwrite"), Stream.of(options))
                      .toArray(String[]::new)))
          .isEqualTo(2);
      assertThat(contents()).isEqualTo(first);
    }
    assertThat(err.toString()).contains("leave one of them out");
  }

  @Test
  void resumingARunWhoseCheckpointsAreGoneDoesNotMixTwo() throws IOException {
    Files.createDirectory(out());
    Files.writeString(out().resolve("result.json"), "{}");
    assertThat(fashion("--resume")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--resume: expected the checkpoints of the run whose results are in " + out())
        .contains("--overwrite");
  }

  @Test
  void aRunThatIsGoingOnIsNotReplaced() throws IOException {
    assertThat(fashion("--stop-after", "1steps")).isEqualTo(3);
    Map<String, String> first = contents();
    try (CheckpointFolder going = CheckpointFolder.open(out().resolve("checkpoints"), 2)) {
      assertThat(fashion("--overwrite")).isEqualTo(1);
      assertThat(going).isNotNull();
    }
    assertThat(err.toString()).contains("checkpoints");
    assertThat(contents()).isEqualTo(first);
  }
}
