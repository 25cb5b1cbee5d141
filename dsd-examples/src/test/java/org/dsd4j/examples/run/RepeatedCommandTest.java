package org.dsd4j.examples.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dsd4j.examples.CommandLineTest;
import org.dsd4j.examples.Main;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RepeatedCommandTest extends CommandLineTest {
  private static JsonNode result(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("result.json").toFile());
  }

  @Test
  void theCommandOfAResultGivesItAgain() throws IOException {
    assertThat(
            run(
                "fashion",
                "--quick",
                "--no-control",
                "--seed=7",
                "--sparsity",
                "0.5",
                "--checkpoint-every",
                "30s",
                "--out",
                out().toString()))
        .isZero();
    JsonNode first = result(out());
    String command = first.get("command").asText();
    assertThat(command)
        .contains("java -jar ", ".jar fashion --epochs 1 --retrain-epochs 1")
        .contains("--learning-rate 0.03", "--batch 64", "--seed 7", "--sparsity 0.5")
        .contains("--precision F32", "--when-not-finite stop", "--quick", "--no-control")
        .doesNotContain("--out", "--checkpoint-every", "--resume", "--overwrite", "--stacktrace");

    Path again = folder.resolve("again");
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words = words.subList(words.indexOf("fashion"), words.size());
    words.addAll(List.of("--out", again.toString()));
    assertThat(run(words.toArray(String[]::new))).isZero();
    assertThat(result(again).get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
    assertThat(result(again).get("command").asText()).isEqualTo(command);
  }

  private static String of(String... arguments) {
    CommandLine command = Main.commandLine();
    return RepeatedCommand.of(command.parseArgs(arguments).subcommand(), Map.of("--epochs", "3"));
  }

  @Test
  void pathsWithSpacesStayOneWordAndOptionsOfSeveralValuesHaveAll() {
    assertThat(of("imagenet", "--data", "my 'own' pictures", "--mean", "0.1", "0.2", "0.3"))
        .contains("--data 'my '\\''own'\\'' pictures'")
        .contains("--mean 0.1 0.2 0.3")
        .contains("--epochs 3")
        .contains("--model resnet50");
  }
}
