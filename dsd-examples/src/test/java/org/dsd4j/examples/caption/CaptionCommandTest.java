package org.dsd4j.examples.caption;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dsd4j.examples.CommandLineTest;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.text.Vocabulary;
import org.junit.jupiter.api.Test;

class CaptionCommandTest extends CommandLineTest {
  private JsonNode result() throws IOException {
    return new ObjectMapper().readTree(out().resolve("result.json").toFile());
  }

  @Test
  void quickRunDescribesScenesAndGoesOn() throws IOException {
    String[] command = {"caption", "--quick", "--beam", "2", "--out", out().toString()};
    assertThat(run(command)).isZero();
    assertThat(out.toString())
        .contains("NeuralTalk on drawn scenes: 600 training and 60 test captions")
        .contains("Perplexity", "BLEU-4", "expected  a ");
    JsonNode result = result();
    assertThat(result.get("phases").findValuesAsText("kind"))
        .containsExactly("dense", "sparse", "re-dense");
    assertThat(result.get("control")).hasSize(2);
    assertThat(result.at("/provenance/settings/order").asText()).isEqualTo("shuffled");
    assertThat(result.get("phases").get(1).get("sparsity").asDouble()).isBetween(0.79, 0.81);
    assertThat(result.get("measures")).hasSize(5);
    assertThat(result.get("measures").get(0).get("values").fieldNames())
        .toIterable()
        .containsExactly("BLEU-1", "BLEU-2", "BLEU-3", "BLEU-4");
    assertThat(result.get("examples")).hasSize(10);
    assertThat(Vocabulary.read(out().resolve("vocabulary.txt")).tokens())
        .startsWith("<unk>", "<s>", "</s>", "a")
        .contains("circle", "between");
    assertThat(Files.readString(out().resolve("report.html"))).contains("BLEU-4");
    goesOnWithItsOwnVocabularyAlone(command, result.get("weights_sha256").asText());
  }

  private void goesOnWithItsOwnVocabularyAlone(String[] command, String weights)
      throws IOException {
    String[] stopped = concat(command, "--overwrite", "--stop-after", "12steps");
    assertThat(run(stopped)).isEqualTo(ExampleRun.STOPPED);
    Path file = out().resolve("vocabulary.txt");
    Vocabulary own = Vocabulary.read(file);
    Vocabulary.of(List.of("<unk>", "<s>", "</s>", "a", "dog")).write(file);
    assertThat(run(concat(command, "--resume"))).isEqualTo(2);
    assertThat(err.toString())
        .contains("vocabulary of " + file)
        .contains("use the vocabulary with which it was trained");
    own.write(file);
    assertThat(run(concat(command, "--resume"))).isZero();
    assertThat(out.toString()).contains("Features of pictures by the network in " + out());
    assertThat(result().get("weights_sha256").asText()).isEqualTo(weights);
  }

  private static String[] concat(String[] command, String... further) {
    return Stream.of(command, further).flatMap(Stream::of).toArray(String[]::new);
  }

  private static void picture(Path file, Color color) throws IOException {
    BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(color);
    graphics.fillRect(0, 0, 40, 30);
    graphics.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private Path photographs(boolean withAll) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    StringBuilder images = new StringBuilder();
    String[] splits = {"train", "train", "val", "test"};
    for (int i = 0; i < splits.length; i++) {
      String color = i % 2 == 0 ? "red" : "blue";
      images
          .append(i == 0 ? "" : ",")
          .append(
              String.format(
                  Locale.ROOT, "{\"filename\": \"%d.png\", \"split\": \"%s\", ", i, splits[i]))
          .append("\"sentences\": [")
          .append(
              String.format(Locale.ROOT, "{\"tokens\": [\"a\", \"%s\", \"wall\"]},", color)
                  .repeat(4))
          .append(
              String.format(
                  Locale.ROOT, "{\"tokens\": [\"a\", \"%s\", \"wall\", \"%s\"]}", color, color))
          .append(i == 1 ? ", {\"tokens\": []}" : "")
          .append(i == 2 ? ", {\"tokens\": [\"a\", \"very\", \"large\", \"red\", \"wall\"]}" : "")
          .append("]}");
      if (withAll || i != 1) {
        picture(data.resolve(i + ".png"), i % 2 == 0 ? Color.RED : Color.BLUE);
      }
    }
    Files.writeString(data.resolve("dataset.json"), "{\"images\": [" + images + "]}");
    return data;
  }

  @Test
  void describesPhotographs() throws IOException {
    Path data = photographs(true);
    assertThat(
            run(
                "caption",
                "--quick",
                "--no-control",
                "--data",
                data.toString(),
                "--out",
                out().toString()))
        .isZero();
    assertThat(out.toString())
        .contains(
            "Left out of training photographs: 1 of 11 captions, without words: 1.png",
            "Left out of validation photographs: 1 of 6 captions, longer than 4 words and cut off"
                + " there: 2.png");
    assertThat(out.toString())
        .contains("NeuralTalk on photographs: 10 training and 6 test captions", "3.png");
    assertThat(result().get("examples")).hasSize(1);
    assertThat(Vocabulary.read(out().resolve("vocabulary.txt")).tokens())
        .containsExactly("<unk>", "<s>", "</s>", "a", "wall", "blue", "red");
  }

  @Test
  void aCaptionWithoutItsPictureIsToldAndNothingWritten() throws IOException {
    Path data = photographs(false);
    assertThat(run("caption", "--data", data.toString(), "--out", out().toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains(data.resolve("dataset.json") + ": expected each of its 4 pictures once")
        .contains("1.png", "get the pictures that belong to the captions");
    assertThat(out()).doesNotExist();
  }

  @Test
  void aPartWithoutPicturesIsToldBeforeAnythingTakesTime() throws IOException {
    Path captions = photographs(true).resolve("dataset.json");
    String data = captions.getParent().toString();
    String all = Files.readString(captions);
    String[] command = {"caption", "--quick", "--data", data, "--out", out().toString()};
    for (String part : List.of("val", "test")) {
      Files.writeString(captions, all.replace("\"" + part + "\"", "\"train\""));
      assertThat(run(command)).isEqualTo(2);
      assertThat(err.toString())
          .contains(" photographs: expected at least one picture, received none; check the");
      err.getBuffer().setLength(0);
    }
    assertThat(out()).doesNotExist();
    assertThat(out.toString()).doesNotContain("First a network learns");
  }

  @Test
  void wrongSettingsAreToldBeforeAnythingTakesTime() throws IOException {
    String data = photographs(true).toString();
    String place = out().toString();
    assertThat(run("caption", "--beam", "0", "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("--beam: expected a whole number of at least 1");
    assertThat(run("caption", "--weights", "vgg16.pth", "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("--weights: expected --data with photographs");
    assertThat(run("caption", "--data", data, "--weights", "none.pth", "--out", place))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--weights: expected a file, received none.pth");
    assertThat(run("caption", "--sparsity", "80", "--out", place)).isEqualTo(2);
    assertThat(err.toString()).contains("sparsity: expected a fraction in [0, 1), received 80.0");
    assertThat(out()).doesNotExist();
    assertThat(out.toString()).doesNotContain("First a network learns");
  }
}
