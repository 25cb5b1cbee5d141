package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.datasets.pictures.FashionMnist;
import org.dsd4j.examples.vision.FashionCommand;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.nn.Network;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What an example on grey images writes, {@code predict} reads. */
class GreyPredictionTest extends CommandLineTest {
  private static final int SIDE = 28;
  private static final int PICTURES = 5;

  private final Dataset data = FashionMnist.testResources(FashionCommand.class, "fashion-mnist");

  @Test
  void predictFindsTheClassesThatTheNetworkOfTheArchiveDoes() throws IOException {
    assertThat(run("fashion", "--quick", "--no-control", "--out", out().toString()))
        .as(err::toString)
        .isZero();
    Path archive = out().resolve("model.dsd4j.safetensors");
    assertThat(out.toString()).contains("Archive for predict: " + archive);
    List<String> command = new ArrayList<>(List.of("predict", "--top", "1", "--archive"));
    command.add(archive.toString());
    List<String> expected = new ArrayList<>();
    try (ModelArchive opened = ModelArchive.open(archive);
        Network network = ModelCatalogue.load().build(opened)) {
      for (int i = 0; i < PICTURES; i++) {
        String picture = write(i).toString();
        command.add(picture);
        expected.add(picture);
        expected.add("%  " + opened.description().classNames().get(best(network, i)));
      }
    }
    out.getBuffer().setLength(0);
    assertThat(run(command.toArray(String[]::new))).as(err::toString).isZero();
    assertThat(out.toString()).containsSubsequence(expected);
    assertThat(expected.stream().distinct().count()).isGreaterThan(PICTURES + 1);
  }

  private int best(Network network, int index) {
    float[] features = data.sample(index).features().array();
    try (INDArray batch = Nd4j.create(features, new long[] {1, SIDE, SIDE, 1}, 'c');
        INDArray logits = network.predict(batch)) {
      return logits.argMax(1).getInt(0);
    }
  }

  /** A picture of the data set as a file. */
  private Path write(int index) throws IOException {
    Normalization normalization = FashionMnist.normalization();
    float[] features = data.sample(index).features().array();
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < features.length; i++) {
      float value = features[i] * normalization.deviations().get(0) + normalization.means().get(0);
      image.getRaster().setSample(i % SIDE, i / SIDE, 0, Math.round(255 * value));
    }
    Path file = folder.resolve("picture" + index + ".png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
