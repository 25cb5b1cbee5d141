package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchCommandTest extends CommandLineTest {
  @Test
  void benchLeavesHeadsForTrainingOut() throws IOException {
    assertThat(run("bench", "--steps", "1", "googlenet:1:32")).isZero();
    JsonNode line = new ObjectMapper().readTree(out.toString());
    assertThat(line.get("parameters").asInt()).isEqualTo(6_624_904);
  }

  @Test
  void benchPrintsALineOfJsonForEachJob() throws IOException {
    assertThat(run("bench", "--steps", "1", "lenet5:2:28", "lenet5:1:28")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(2);
    JsonNode line = new ObjectMapper().readTree(lines.get(0));
    assertThat(line.get("peer").asText()).startsWith("dsd4j-").endsWith("-f32");
    assertThat(line.get("model").asText()).isEqualTo("lenet5");
    assertThat(line.get("batch").asInt()).isEqualTo(2);
    assertThat(line.get("parameters").asInt()).isEqualTo(431_080);
    assertThat(line.get("median_ms").asDouble()).isPositive();
    assertThat(line.get("efficiency").asDouble()).isBetween(0.0, 1.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet5",
        "lenet6:1:28",
        "lenet5:0:28",
        "lenet5:1:x",
        "lenet5:1:28:2",
        "deepspeech1:1:9"
      })
  void benchTellsWhatAJobLooksLike(String job) {
    assertThat(run("bench", "--steps", "1", "lenet5:1:28", job)).isEqualTo(2);
    assertThat(err.toString())
        .contains("job: expected model:batch:size with a model of [", "received " + job)
        .contains("googlenet", "lstm]", "write it like resnet50:16:224")
        .doesNotContain("deepspeech2");
    assertThat(out.toString()).isEmpty();
  }
}
