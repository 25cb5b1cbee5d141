package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The examples on speech and text, through everything in seconds. */
class SequenceCommandsTest extends CommandLineTest {
  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(Files.readString(out().resolve("result.json")));
  }

  @Test
  void speechPrunesTwiceAndShowsWhatItHears() throws IOException {
    assertThat(run("speech", "--quick", "--no-control", "--out", out().toString()))
        .as(err.toString())
        .isZero();
    JsonNode result = result();
    assertThat(result.at("/subject/metric").asText()).isEqualTo("WER");
    assertThat(result.at("/phases")).hasSize(5);
    assertThat(result.at("/phases/1/sparsity").asDouble()).isEqualTo(0.5);
    assertThat(result.at("/phases/3/sparsity").asDouble()).isEqualTo(0.25);
    assertThat(result.at("/examples/0/expected").asText()).isNotBlank();
  }

  @Test
  void textWritesItsVocabularyAndGoesOn() throws IOException {
    assertThat(run("text", "--quick", "--no-control", "--out", out().toString()))
        .as(err.toString())
        .isZero();
    JsonNode result = result();
    assertThat(result.at("/subject/metric").asText()).isEqualTo("Perplexity");
    assertThat(result.at("/phases/1/sparsity").asDouble()).isGreaterThan(0.79);
    assertThat(result.at("/examples")).hasSize(3);
    assertThat(Files.readAllLines(out().resolve("vocabulary.txt"))).contains("<unk>", "e");
  }

  @Test
  void aPathThatIsNotThereIsSaid() {
    assertThat(run("speech", "--data", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("a folder or a zip file", "none");
  }
}
