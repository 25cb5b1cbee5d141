package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.examples.run.ExampleRun;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.models.vision.GoogLeNet;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The commands on pictures of any size: {@code imagenet} and {@code predict}. */
class PictureCommandsTest extends CommandLineTest {
  /** Two classes that a glance tells apart: dark pictures and bright ones, of several sizes. */
  private Path pictures() throws IOException {
    Path data = folder.resolve("pictures");
    for (String part : List.of("train", "val")) {
      for (int i = 0; i < 16; i++) {
        int width = (part.equals("train") ? 40 : 41) + i;
        BufferedImage image = new BufferedImage(width, 48, BufferedImage.TYPE_INT_RGB);
        boolean bright = i % 2 == 1;
        for (int x = 0; x < image.getWidth(); x++) {
          image.setRGB(x, x % 48, bright ? 0xFFFFFF : 0x202020);
          for (int y = 0; bright && y < 48; y++) {
            image.setRGB(x, y, 0xE0E0E0 + (x * 31 + y * 17) % 16);
          }
        }
        Path ofClass =
            Files.createDirectories(data.resolve(part).resolve(bright ? "day" : "night"));
        ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
      }
    }
    return data;
  }

  @Test
  void imagenetTrainsOnFoldersAndFromWeightsAndPredictTellsTheClasses() throws IOException {
    String data = pictures().toString();
    assertThat(
            run(
                "imagenet",
                "--data",
                data,
                "--model",
                "resnet20",
                "--epochs",
                "4",
                "--batch",
                "4",
                "--learning-rate",
                "0.05",
                "--no-control",
                "--out",
                out().toString()))
        .as(err::toString)
        .isZero();
    String weights = out().resolve("weights.safetensors").toString();
    // As editors save it that begin every text with a byte order mark.
    Path saved = Files.writeString(folder.resolve("names.txt"), "\uFEFFday\r\nnight\r\n");
    String names = saved.toString();
    String day = Path.of(data, "val", "day", "3.png").toString();
    String night = Path.of(data, "val", "night", "4.png").toString();
    assertThat(
            run(
                "predict",
                "--model",
                "resnet20",
                "--weights",
                weights,
                "--names",
                names,
                "--top",
                "1",
                day,
                night))
        .as(err::toString)
        .isZero();
    assertThat(out.toString())
        .containsSubsequence(day, "%  day", night, "%  night")
        .doesNotContain("class 0");
    String predicted = out.toString().substring(out.toString().indexOf(day));

    String archive = out().resolve("model.dsd4j.safetensors").toString();
    assertThat(run("predict", "--archive", archive, "--top", "1", day, night))
        .as(err::toString)
        .isZero();
    assertThat(out.toString()).endsWith(predicted + predicted);
    assertThat(run("predict", "--archive", archive, "--names", names, day)).isEqualTo(2);
    assertThat(err.toString()).contains("the archive has them");

    Path again = folder.resolve("again");
    assertThat(
            run(
                "imagenet",
                "--data",
                data,
                "--model",
                "resnet20",
                "--weights",
                weights,
                "--quick",
                "--batch",
                "4",
                "--out",
                again.toString()))
        .as(err::toString)
        .isZero();
    JsonNode result = new ObjectMapper().readTree(again.resolve("result.json").toFile());
    assertThat(result.get("phases").findValuesAsText("kind")).containsExactly("sparse", "re-dense");
    assertThat(result.get("control")).hasSize(2);
  }

  @Test
  void weightsOfOtherClassesAreRefusedUnlessTheHeadIsToBeNew() throws IOException {
    String data = pictures().toString();
    Path weights = folder.resolve("ten.safetensors");
    try (Network network = ResNet.cifar20(10).build(Seed.of(1))) {
      SafeTensors.write(network, weights);
    }
    String[] arguments = {
      "imagenet",
      "--data",
      data,
      "--model",
      "resnet20",
      "--weights",
      weights.toString(),
      "--quick",
      "--no-control",
      "--out",
      out().toString()
    };
    assertThat(run(arguments)).isNotZero();
    assertThat(err.toString()).contains("fc.weight", "[10, 64]", "[2, 64]");
    assertThat(out()).doesNotExist();
    String[] withNewHead = Arrays.copyOf(arguments, arguments.length + 1);
    withNewHead[arguments.length] = "--new-head";
    assertThat(run(withNewHead)).as(err::toString).isZero();
    assertThat(out.toString()).contains("excluded [fc.weight, fc.bias]");
  }

  @Test
  void aNewHeadNeedsWeightsForTheRest() throws IOException {
    String[] command = {"imagenet", "--new-head", "--quick", "--no-control", "--data"};
    String[] arguments = Arrays.copyOf(command, command.length + 3);
    arguments[command.length] = pictures().toString();
    arguments[command.length + 1] = "--out";
    arguments[command.length + 2] = out().toString();
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString())
        .contains("--new-head: expected --weights beside it, received none; add --weights or");
    assertThat(out()).doesNotExist();
  }

  @Test
  void whatItLearnsFromIsNoTest() throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    String classes = "airplane automobile bird cat deer dog frog horse ship truck";
    for (String name : classes.split(" ")) {
      Path ofClass = Files.createDirectories(folder.resolve("one-part").resolve(name));
      ImageIO.write(image, "png", ofClass.resolve("1.png").toFile());
    }
    String data = folder.resolve("one-part").toString();
    String place = out().toString();
    assertThat(run("cifar10", "--data", data, "--quick", "--no-control", "--out", place))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--data: expected other samples to test with than to train with")
        .contains("received the same 10 for both; name the place that has both parts");
    assertThat(out()).doesNotExist();
  }

  private static Dataset labelled(IntUnaryOperator label) {
    int[] labels = IntStream.range(0, 5000).map(label).toArray();
    Values features = new Values(Shape.of(labels.length, 1), new float[labels.length]);
    List<String> names = IntStream.range(0, 10).mapToObj(c -> "class " + c).toList();
    return ArrayDataset.ofClasses("labelled", features, labels, names);
  }

  @Test
  void aQuickRunDrawsFromSortedSamplesByClass() {
    Dataset drawn = ExampleRun.mixed(labelled(i -> i / 500), 640);
    assertThat(ClassBalance.of(drawn).counts()).containsOnly(64);
    Dataset shuffled = labelled(i -> i * 7 % 10);
    assertThat(ExampleRun.mixed(shuffled, 640).fingerprint())
        .isEqualTo(shuffled.first(640).fingerprint());
  }

  @Test
  void aPartOfDataOfOneClassIsRefused() throws IOException {
    Path data = pictures();
    for (String part : List.of("train", "val")) {
      Files.move(data.resolve(part).resolve("day"), data.resolve("day of " + part));
    }
    String[] command = {"imagenet", "--model", "resnet20", "--quick", "--no-control"};
    assertThat(run(with(command, "--data", data.toString(), "--out", out().toString())))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("classes of train: expected training samples of at least two")
        .contains("received 8 of 'night' alone; add samples of other classes");
    assertThat(out()).doesNotExist();
  }

  @Test
  void predictTellsWhatIsWrongWithItsInput() throws IOException {
    Path weights = folder.resolve("w.safetensors");
    try (Network network = ResNet.cifar20(10).build(Seed.of(1))) {
      SafeTensors.write(network, weights);
    }
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture");
    assertThat(
            run("predict", "--model", "resnet20", "--weights", weights.toString(), text.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains(text.toString()).doesNotContain("\tat ");
    assertThat(run("predict", "--model", "lenet5", "--weights", weights.toString(), "x.png"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("expected a network for colour pictures");
  }

  @Test
  void weightsOfAWrappedNetworkAreReadByShorterNamesAndThatIsTold() throws IOException {
    Path plain = folder.resolve("w.safetensors");
    Path wrapped = folder.resolve("wrapped.safetensors");
    try (Network network = ResNet.cifar20(10).build(Seed.of(1))) {
      SafeTensors.write(network, plain);
      List<NamedTensor> tensors = new ArrayList<>();
      Stream.concat(network.parameters().stream(), network.statistics().stream())
          .forEach(p -> tensors.add(NamedTensor.of("module." + p.name(), p.value())));
      SafeTensors.write(tensors, Map.of(), wrapped);
    }
    String picture = pictures().resolve("val/day/3.png").toString();
    String[] predict = {"predict", "--model", "resnet20", picture, "--weights"};
    String expected = predicted(with(predict, plain.toString()));
    assertThat(err.toString()).doesNotContain("prefix");
    assertThat(predicted(with(predict, wrapped.toString()))).isEqualTo(expected);
    assertThat(err.toString()).contains("Names without the prefix module. (--strip-prefix ''");
    String[] given = with(predict, wrapped.toString());
    assertThat(predicted(with(given, "--strip-prefix=module."))).isEqualTo(expected);
    assertThat(run(with(given, "--strip-prefix="))).isEqualTo(2);
    assertThat(err.toString()).contains("on the command line --strip-prefix module.");
  }

  /** Weights of GoogLeNet that tell pictures apart without training. */
  private Path googLeNet() {
    Path path = folder.resolve("googlenet.safetensors");
    try (Network network = GoogLeNet.googlenet(2).build(Seed.of(1))) {
      for (Parameter parameter : network.parameters()) {
        Shape shape = parameter.shape();
        if (shape.rank() == 4) {
          // They start at a deviation of 0.01, of which nothing comes through without training.
          double factor = 100 * Math.sqrt(2.0 * shape.extent(0) / shape.elements());
          float[] values = parameter.value().toFloats();
          for (int i = 0; i < values.length; i++) {
            values[i] *= (float) factor;
          }
          parameter.value().set(values);
        }
      }
      SafeTensors.write(network, path);
    }
    return path;
  }

  private String predicted(String... arguments) {
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).as(err::toString).isZero();
    return out.toString();
  }

  @Test
  void weightsOfGoogLeNetGetPicturesAsTorchvisionTrainedThem() throws IOException {
    Path data = pictures();
    String weights = googLeNet().toString();
    String picture = data.resolve("val/day/3.png").toString();
    String[] usual = {"predict", "--model", "googlenet", "--weights", weights, "--classes", "2"};
    String byDefault = predicted(with(usual, picture));
    String[] halves =
        with(usual, "--mean", "0.5", "0.5", "0.5", "--deviation", "0.5", "0.5", "0.5");
    assertThat(predicted(with(halves, picture))).isEqualTo(byDefault);
    String[] imageNets =
        with(usual, "--mean", "0.485", "0.456", "0.406", "--deviation", "0.229", "0.224", "0.225");
    assertThat(predicted(with(imageNets, picture))).isNotEqualTo(byDefault);

    String[] training = {
      "imagenet",
      "--data",
      data.toString(),
      "--model",
      "googlenet",
      "--weights",
      weights,
      "--quick",
      "--no-control",
      "--batch",
      "8",
      "--out",
      out().toString()
    };
    assertThat(run(training)).as(err::toString).isZero();
    try (ModelArchive archive = ModelArchive.open(out().resolve("model.dsd4j.safetensors"))) {
      assertThat(archive.description().normalization())
          .contains(GoogLeNet.pretrainedNormalization());
    }
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }
}
