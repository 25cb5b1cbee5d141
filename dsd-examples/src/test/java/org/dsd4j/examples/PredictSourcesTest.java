package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.io.pytorch.PyTorchFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What predict says of a file that is something else than the option wants. */
class PredictSourcesTest extends CommandLineTest {
  private Path archive = Path.of("");
  private Path weights = Path.of("");
  private Path torch = Path.of("");

  @BeforeEach
  void writeFiles() {
    archive = folder.resolve("model.dsd4j.safetensors");
    weights = folder.resolve("weights.safetensors");
    torch = folder.resolve("weights.pth");
    try (Network network = ModelCatalogue.load().get("resnet20").network(2).build(Seed.of(1))) {
      ModelArchive.write(archive, network, ModelDescription.of("resnet20"));
      SafeTensors.write(network, weights);
      PyTorchFile.write(network, torch);
    }
  }

  private String refusal(String... source) {
    String[] command = new String[source.length + 2];
    command[0] = "predict";
    System.arraycopy(source, 0, command, 1, source.length);
    command[command.length - 1] = "none.png";
    assertThat(run(command)).isBetween(1, 2);
    assertThat(err.toString()).doesNotContain("\tat ");
    return err.toString();
  }

  @Test
  void weightsAsAnArchivePointToModelAndWeights() {
    assertThat(refusal("--archive", weights.toString()))
        .contains("--archive: expected a model archive")
        .contains(weights + ", which has weights alone")
        .contains("--model NAME --weights " + weights);
  }

  @Test
  void aFileOfPyTorchAsAnArchivePointsThereToo() throws IOException {
    assertThat(refusal("--archive", torch.toString())).contains("--model NAME --weights " + torch);
    Files.write(torch, new byte[] {1, 2, 3});
    err.getBuffer().setLength(0);
    assertThat(refusal("--archive", torch.toString())).contains("--model NAME --weights " + torch);
  }

  @Test
  void anArchiveAsWeightsPointsToArchive() {
    assertThat(refusal("--model", "resnet20", "--weights", archive.toString()))
        .contains("--weights: expected weights alone")
        .contains("--archive " + archive);
  }

  @Test
  void aDamagedArchiveIsToldByItsDamage() throws IOException {
    byte[] bytes = Files.readAllBytes(archive);
    bytes[bytes.length - 1] ^= 1;
    Files.write(archive, bytes);
    assertThat(refusal("--archive", archive.toString()))
        .contains("expected the checksum")
        .doesNotContain("--model NAME");
  }

  @Test
  void filesThatAreNotThereAndFoldersAreTold() {
    assertThat(refusal("--archive", folder.resolve("none").toString()))
        .contains("--archive: expected a file, received " + folder.resolve("none"));
    assertThat(refusal("--model", "resnet20", "--weights", folder.toString()))
        .contains("--weights: expected a file, received " + folder);
  }

  @Test
  void whatIsNoWeightsAtAllIsTold() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no weights, but many letters");
    assertThat(refusal("--archive", text.toString())).contains("received none of them");
    assertThat(refusal("--model", "resnet20", "--weights", text.toString()))
        .contains("received none of them");
  }
}
