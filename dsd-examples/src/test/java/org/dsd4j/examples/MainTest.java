package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.examples.report.OutputFolder;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@InEveryLocale
class MainTest extends CommandLineTest {
  @Test
  void quickRunWritesEverything() throws IOException {
    assertThat(run("fashion", "--quick", "--out", out().toString())).isZero();
    assertThat(out.toString())
        .contains("Trained parameters: 431,080", "Phase", "re-dense", "One seed is no verdict");
    JsonNode result = new ObjectMapper().readTree(out().resolve("result.json").toFile());
    assertThat(result.get("phases").findValuesAsText("kind"))
        .containsExactly("dense", "sparse", "re-dense");
    assertThat(result.get("control").findValuesAsText("kind"))
        .containsExactly("control", "control");
    assertThat(result.get("control").findValuesAsText("name"))
        .containsExactly("control for sparse", "control for re-dense");
    for (JsonNode phase : result.get("phases")) {
      assertThat(phase.get("metric").asDouble()).isBetween(0.0, 1.0);
      assertThat(phase.get("best_metric").asDouble())
          .isGreaterThanOrEqualTo(phase.get("metric").asDouble());
      assertThat(phase.get("epochs").asInt()).isEqualTo(1);
      assertThat(phase.get("loss").asDouble()).isPositive();
      assertThat(phase.get("seconds").asDouble()).isPositive();
    }
    assertThat(result.get("phases").get(1).get("sparsity").asDouble()).isEqualTo(0.3);
    assertThat(result.get("weights_sha256").asText()).hasSize(64);
    assertThat(result.get("provenance").get("seed").asLong()).isEqualTo(42);
    assertThat(result.has("peak_rss_mb")).isTrue();
    assertThat(result.get("histograms")).hasSize(15);
    checkLayers(result.get("layers"));
    checkClasses(result);

    for (String phase : new String[] {"dense", "sparse", "re-dense", "control-for-re-dense"}) {
      assertThat(out().resolve("tensorboard").resolve(phase)).isNotEmptyDirectory();
    }

    Path report = out().resolve("report.html");
    assertThat(Files.size(report)).isLessThan(3_000_000);
    assertThat(Files.readString(report))
        .contains("<title>LeNet-5 on Fashion-MNIST")
        .contains(result.get("weights_sha256").asText())
        .doesNotContainPattern("(src|href)\\s*=\\s*[\"']?https?:")
        .contains("data:image/png;base64,")
        .doesNotContain("{{");
  }

  private static void checkLayers(JsonNode layers) {
    assertThat(layers.findValuesAsText("layer"))
        .containsExactly("conv1", "conv1", "conv2", "conv2", "fc1", "fc1", "fc2", "fc2");
    JsonNode conv2 = layers.get(2);
    assertThat(conv2.get("parameter").asText()).isEqualTo("conv2.weight");
    assertThat(conv2.get("kind").asText()).startsWith("Conv2d(50");
    assertThat(conv2.get("asked").asDouble()).isEqualTo(0.3);
    assertThat(conv2.get("sparsity").asDouble()).isEqualTo(0.3);
  }

  /** What is right by class adds up to the accuracies after the last epochs. */
  private static void checkClasses(JsonNode result) {
    JsonNode classes = result.get("classes");
    double samples = result.get("subject").get("test_samples").asDouble();
    assertThat(classes.get("classes")).hasSize(10);
    for (String who : new String[] {"confusion", "control_confusion"}) {
      int right = 0;
      for (int i = 0; i < 10; i++) {
        right += classes.get(who).get(i).get(i).asInt();
      }
      JsonNode phases = result.get(who.equals("confusion") ? "phases" : "control");
      assertThat(right / samples)
          .as(who)
          .isEqualTo(phases.get(phases.size() - 1).get("metric").asDouble());
    }
    assertThat(classes.get("mistakes")).hasSize(24);
    assertThat(classes.get("mistakes").get(0).get("share").asDouble()).isBetween(0.1, 1.0);
  }

  @Test
  void whatToDoWhereNumbersAreNotFiniteIsAnOption() throws IOException {
    String[] command = {"fashion", "--quick", "--no-control", "--out", out().toString()};
    assertThat(run(with(command, "--when-not-finite", "back:none"))).isEqualTo(2);
    assertThat(err.toString()).contains("write stop, skip:10 or back:3");
    assertThat(run(with(command, "--when-not-finite", "back:3"))).isZero();
    JsonNode result = new ObjectMapper().readTree(out().resolve("result.json").toFile());
    assertThat(result.get("phases").get(0).get("steps_back").asInt()).isZero();
    assertThat(result.get("provenance").get("settings").get("when not finite").asText())
        .isEqualTo("steps back, at most 3 in a phase");
  }

  @Test
  void equalSeedsGiveEqualWeights() throws IOException {
    assertThat(hash("7")).isEqualTo(hash("7")).isNotEqualTo(hash("8"));
  }

  @Test
  void aRunThatStoppedGoesOn() throws IOException {
    String[] command = {"fashion", "--quick", "--no-control", "--out", out().toString()};
    String uncut = hash("42");
    assertThat(run(with(command, "--overwrite", "--stop-after", "13steps"))).isEqualTo(3);
    assertThat(out.toString())
        .contains("The run stopped in phase 'sparse', epoch 1, after batch 3, as its budget")
        .contains("To continue: the same command with --resume");
    assertThat(run(with(command, "--resume", "--sparsity", "0.5"))).isEqualTo(2);
    assertThat(err.toString()).contains("phase sparse was").contains("sparsity 0.3 and is");
    assertThat(run(with(command, "--resume"))).isZero();
    assertThat(out.toString()).contains("Goes on with the run in " + out());
    JsonNode result = new ObjectMapper().readTree(out().resolve("result.json").toFile());
    assertThat(result.get("weights_sha256").asText()).isEqualTo(uncut);
    assertThat(Files.readAllLines(out().resolve("metrics.jsonl")))
        .anyMatch(line -> line.startsWith("{\"event\":\"epoch\",\"phase\":\"re-dense\""))
        .allMatch(line -> line.endsWith("}"));
  }

  @Test
  void aRunThatIsOverGoesOnWithMoreEpochs() throws IOException {
    String[] command = {"fashion", "--quick", "--out", out().toString()};
    assertThat(run(command)).isZero();
    assertThat(run(with(command, "--extend"))).isEqualTo(2);
    assertThat(err.toString()).contains("phases to extend: expected one with more epochs among");
    assertThat(run(with(command, "--extend", "--overwrite", "--retrain-epochs", "2"))).isEqualTo(2);
    assertThat(err.toString()).contains("--extend: expected no --overwrite beside it");
    assertThat(run(with(command, "--extend", "--retrain-epochs", "2"))).isZero();
    JsonNode result = new ObjectMapper().readTree(out().resolve("result.json").toFile());
    assertThat(result.get("phases").findValuesAsText("epochs")).containsExactly("1", "1", "2");
    assertThat(result.get("control").findValuesAsText("epochs")).containsExactly("1", "2");
    assertThat(result.get("notes").findValuesAsText("text"))
        .contains("sparse is over and keeps its epochs, 1 in all")
        .contains("re-dense continues to 2 epochs instead of 1");
  }

  private static String[] with(String[] command, String... further) {
    return Stream.of(command, further).flatMap(Stream::of).toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5x", "-1s", "99999999999", "m"})
  void anIntervalThatIsNoneIsToldAndNothingWritten(String interval) {
    assertThat(run("fashion", "--checkpoint-every", interval, "--out", out().toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'" + interval + "' is none; write it like 30s");
    assertThat(out()).doesNotExist();
  }

  private String hash(String seed) throws IOException {
    assertThat(
            run(
                "fashion",
                "--quick",
                "--no-control",
                "--overwrite",
                "--seed",
                seed,
                "--out",
                out().toString()))
        .isZero();
    return new ObjectMapper()
        .readTree(out().resolve("result.json").toFile())
        .get("weights_sha256")
        .asText();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fashion", "mnist", "cifar10"})
  void helpShowsEveryOption(String example) {
    assertThat(run("help", example)).isZero();
    assertThat(out.toString())
        .contains("--data", "--epochs", "--sparsity", "--seed", "--batch", "--out", "--quick")
        .contains("--precision", "--checkpoint-every", "--resume", "--stop-after");
    // Lines are broken to fit.
    assertThat(out.toString().replaceAll("\\s+", " ")).contains("default: 0.3");
  }

  @Test
  void helpListsTheExamples() {
    assertThat(run("help")).isZero();
    assertThat(out.toString())
        .contains(
            "fashion",
            "mnist",
            "cifar10",
            "imagenet",
            "predict",
            "models",
            "summary",
            "convert",
            "bench");
  }

  @Test
  void wrongUsageIsToldAndNothingWritten() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Name an example");
    assertThat(run("mnist")).isEqualTo(2);
    assertThat(err.toString())
        .contains("Error: Missing required option: '--data=DIR'", "'dsd4j help mnist' lists");
    assertThat(run("fashion", "--sparsity", "much", "--out", out().toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("Error: Invalid value for option '--sparsity': 'much' is not a double");
    assertThat(run("fashion", "--epoch", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option", "--epochs");
    assertThat(run("fashion", "--sparsity", "30", "--out", out().toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "sparsity: expected a fraction in [0, 1), received 30.0; write 30 percent as 0.30");
    assertThat(run("fashion", "--sparsity", "1.5", "--out", out().toString())).isEqualTo(2);
    assertThat(err.toString()).contains("expected a fraction in [0, 1), received 1.5");
    assertThat(run("fashion", "--epochs", "0", "--out", out().toString())).isEqualTo(2);
    assertThat(err.toString()).contains("epochs: expected a whole number of at least 1");
    assertThat(run("fashion", "--batch", "0", "--out", out().toString())).isEqualTo(2);
    assertThat(err.toString()).contains("batch size: expected");
    assertThat(out()).doesNotExist();
  }

  @Test
  void missingDataIsToldAndNothingWritten() {
    assertThat(run("mnist", "--data", folder.toString(), "--out", out().toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(folder.toString(), "train-images-idx3-ubyte.gz")
        .doesNotContain("\tat ");
    assertThat(out()).doesNotExist();
  }

  @Test
  void damagedDataIsToldByItsByteAndNothingWritten() throws IOException {
    byte[] header = {0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 28, 0, 0, 0, 28, 1, 2, 3};
    Path images = folder.resolve("train-images-idx3-ubyte");
    Files.write(images, header);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), new byte[0]);
    assertThat(run("mnist", "--data", folder.toString(), "--out", out().toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(images + ", byte 19: expected 781 more bytes of item 0 of 5")
        .doesNotContain("\tat ");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsToldBeforeTraining() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    for (Path wrong : new Path[] {file, file.resolve("below")}) {
      assertThat(run("fashion", "--quick", "--out", wrong.toString())).isEqualTo(2);
      assertThat(err.toString())
          .contains("--out: expected a folder that can be written, received " + wrong)
          .contains("name another folder")
          .doesNotContain("\tat ");
    }
    assertThat(out.toString()).isEmpty();
    assertThat(file).hasContent("in the way");
  }

  @Test
  void tryingAFolderLeavesNothingBehind() throws IOException {
    new OutputFolder(out().resolve("deeper")).check();
    assertThat(folder).isEmptyDirectory();
    Files.createDirectory(out());
    new OutputFolder(out()).check();
    assertThat(out()).isEmptyDirectory();
  }

  @Test
  void modelsListsEveryNetwork() throws IOException {
    assertThat(run("models")).isZero();
    List<String> lines = out.toString().lines().toList();
    List<String> names = ModelCatalogue.load().names();
    assertThat(lines).hasSize(1 + names.size() + 3);
    for (int i = 0; i < names.size(); i++) {
      assertThat(lines.get(1 + i)).startsWith(names.get(i) + " ");
    }
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line.split("  +"))
                    .containsExactly(
                        "resnet50",
                        "25,557,032",
                        "4,089.2",
                        "[224, 224, 3]",
                        "1000",
                        "He et al. 2016"));
    out.getBuffer().setLength(0);
    assertThat(run("models", "--json")).isZero();
    JsonNode rows = new ObjectMapper().readTree(out.toString());
    assertThat(rows.findValuesAsText("name")).isEqualTo(names);
    JsonNode lenet = rows.get(names.indexOf("lenet5"));
    assertThat(lenet.get("parameters").asInt()).isEqualTo(431_080);
    assertThat(lenet.get("input")).hasToString("[28,28,1]");
    assertThat(lenet.get("multiply_adds").asInt())
        .isEqualTo(24 * 24 * 20 * 25 + 8 * 8 * 50 * 20 * 25 + 800 * 500 + 500 * 10);
  }

  @Test
  void summaryPrintsTheLayersOfANetwork() {
    assertThat(run("summary", "vgg19")).isZero();
    assertThat(out.toString()).contains("classifier.6", "Trained parameters: 143,667,240");
    out.getBuffer().setLength(0);
    assertThat(run("summary", "resnet20", "--classes", "7", "--input", "64", "48", "1")).isZero();
    assertThat(out.toString()).contains("[64, 48, 1]", "[64, 48, 16]", "Dense(7)");
    assertThat(run("summary", "resnet21")).isEqualTo(2);
    assertThat(err.toString()).contains("model: expected one of [", "received resnet21");
    assertThat(run("summary", "alexnet", "--input", "32", "32", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("layer 'features.").doesNotContain("\tat ");
    assertThat(run("summary", "lenet5", "--classes", "0")).isEqualTo(2);
    assertThat(run("summary", "lenet5", "--input", "32", "32")).isEqualTo(2);
    assertThat(run("summary")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required parameter: 'MODEL'");
  }
}
