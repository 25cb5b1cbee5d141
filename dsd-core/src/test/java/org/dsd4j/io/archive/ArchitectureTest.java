package org.dsd4j.io.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightFixtures;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Embedding;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.layer.recurrent.Lstm;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.LayerKinds;
import org.dsd4j.nn.spec.Pass;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Mutations;
import org.dsd4j.testing.RandomNets;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that are built as their file says. */
class ArchitectureTest {
  /** A layer of a user's. */
  public static final class Doubling implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public void forward(Pass pass) {
      pass.kernels().elementwise().add(pass.input(), pass.input(), false, pass.output());
    }

    @Override
    public void backward(BackwardPass pass) {}

    @Override
    public Optional<LayerDescription> description() {
      return Optional.of(LayerDescription.of(this));
    }

    public static Doubling from(LayerDescription description) {
      return new Doubling();
    }

    @Override
    public String toString() {
      return "Doubling";
    }
  }

  @TempDir Path folder;

  private Path path() {
    return folder.resolve("network.safetensors");
  }

  /** Pictures with captions, two outputs, one of which is no vector. */
  private static Network captions() {
    return Network.builder()
        .input("picture", Shape.of(8, 8, 3))
        .input("words", Shape.of(5))
        .add("conv1", new Conv2d(4, 3).padding(1).withoutBias(), "picture")
        .add("bn1", new BatchNorm().epsilon(1e-3))
        .add("relu1", Activate.relu())
        .add("pool", new MaxPool2d(2))
        .add("flatten", new Flatten())
        .add("state", new Dense(6))
        .add("embed", new Embedding(11, 4), "words")
        .add("lstm", new Lstm(6).forgetBias(1), "embed", "state", "state")
        .add("word", new Dense(11))
        .add("sum", new Add(), "state", "state")
        .add("both", new Concat(), "state", "sum")
        .outputs("word", "both")
        .build(Seed.of(7));
  }

  private static float[] predictions(Network network) {
    INDArray[] inputs =
        network.inputShapes().values().stream()
            .map(shape -> shape.batched(2))
            .map(
                shape ->
                    Nd4j.linspace(0, 4, shape.elements())
                        .reshape(shape.toLongs())
                        .castTo(Nd4j.dataType()))
            .toArray(INDArray[]::new);
    if (inputs.length == 2) {
      inputs[1] = Nd4j.createFromArray(new float[][] {{0, 1, 2, 3, 4}, {10, 9, 8, 7, 6}});
    }
    return network.predict(inputs).ravel().toFloatVector();
  }

  @Test
  void anyNetworkIsLoadedWithoutItsCode() {
    try (Network network = captions()) {
      WeightFixtures.mask(network.parameter("state.weight"));
      network.parameter("bn1.running_mean").value().set(new float[] {1, -2, 3, 4});
      network.holdStatistics("bn1");
      ModelArchive.save(path(), network);
      try (Network loaded = ModelArchive.load(path())) {
        assertThat(loaded.description()).isEqualTo(network.description());
        assertThat(loaded.outputShapes()).isEqualTo(network.outputShapes());
        assertThat(WeightFixtures.of(loaded)).isEqualTo(WeightFixtures.of(network));
        assertThat(loaded.parameter("state.weight").mask()).isPresent();
        assertThat(loaded.heldStatistics()).isEmpty();
        assertThat(predictions(loaded)).isEqualTo(predictions(network));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void graphsOfAllKindsAreBuiltAgain(long seed) {
    for (boolean images : new boolean[] {false, true}) {
      try (Network network = RandomNets.builder(images, seed).build(Seed.of(seed))) {
        ModelArchive.save(path(), network);
        try (Network loaded = ModelArchive.load(path())) {
          assertThat(loaded.summary()).isEqualTo(network.summary());
          // Archives are in single precision, these networks in double.
          assertThat(predictions(loaded)).containsExactly(predictions(network), within(1e-3f));
        }
      }
    }
  }

  @Test
  void layersOfTheCallersNeedConsent() {
    try (Network network =
        Network.builder(Shape.of(3))
            .add("twice", new Doubling())
            .add("fc", new Dense(2))
            .build(Seed.of(1))) {
      ModelArchive.save(path(), network);
      assertThatThrownBy(() -> ModelArchive.load(path()).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(path().toString())
          .hasMessageContaining("the caller consents to, received " + Doubling.class.getName())
          .hasMessageContaining("with(Doubling.class)");
      LayerKinds kinds = LayerKinds.library().with(Doubling.class);
      try (Network loaded = ModelArchive.load(path(), kinds)) {
        assertThat(predictions(loaded)).isEqualTo(predictions(network));
      }
    }
  }

  @Test
  void aNetworkThatCannotBeDescribedIsBuiltByItsName() {
    Layer silent =
        new Layer() {
          @Override
          public Shape outputShape(List<Shape> inputs) {
            return inputs.get(0);
          }

          @Override
          public void forward(Pass pass) {}

          @Override
          public void backward(BackwardPass pass) {}

          @Override
          public String toString() {
            return "Silent";
          }
        };
    try (Network network =
        Network.builder(Shape.of(3)).add("fc", new Dense(2)).add("odd", silent).build(Seed.of(1))) {
      assertThat(network.isDescribed()).isFalse();
      assertThatThrownBy(() -> ModelArchive.save(path(), network))
          .hasMessageContaining("layer 'odd' (Silent): expected a layer that describes itself");
      assertThat(folder).isEmptyDirectory();
      ModelArchive.write(path(), network, ModelDescription.of("mine"));
      assertThatThrownBy(() -> ModelArchive.load(path()).close())
          .hasMessageStartingWith(path().toString())
          .hasMessageContaining("received the name mine alone");
    }
  }

  @Test
  void archivesOfTheFirstVersionAreRead() {
    Path first = Path.of("src", "test", "resources", "archives", "version1.safetensors");
    try (ModelArchive archive = ModelArchive.open(first);
        Network network = SmallNets.dense(3, 9)) {
      assertThat(archive.description().classNames()).containsExactly("one", "two", "three");
      assertThat(archive.classes()).isEqualTo(3);
      assertThat(archive.hasArchitecture()).isFalse();
      assertThatThrownBy(() -> archive.network(LayerKinds.library()))
          .hasMessageContaining("the name small alone");
      archive.loadInto(network);
      assertThat(network.parameter("fc2.weight").mask()).isPresent();
      assertThat(network.predict(Nd4j.ones(1, 6)).getDouble(0, 1)).isBetween(-0.187, -0.1868);
    }
  }

  @Test
  void onlyVectorsHaveClasses() {
    try (Network network =
        Network.builder(Shape.of(4, 4, 1)).add("conv", new Conv2d(2, 3)).build(Seed.of(1))) {
      ModelDescription named = ModelDescription.of("net").classNames(List.of("a", "b"));
      assertThatThrownBy(() -> ModelArchive.write(path(), network, named))
          .hasMessageContaining("expected none, as the first output of the network is no vector");
      ModelArchive.save(path(), network);
      try (ModelArchive archive = ModelArchive.open(path())) {
        assertThatThrownBy(archive::classes).hasMessageContaining("logits");
        assertThat(archive.input()).isEqualTo(Shape.of(4, 4, 1));
      }
    }
  }

  @Test
  void whatIsNoNetworkIsRefusedByName() throws IOException, InterruptedException {
    ObjectNode whole;
    try (Network network = captions()) {
      ModelArchive.save(path(), network);
    }
    try (WeightFile file = WeightFile.open(path())) {
      String text = file.metadata().getOrDefault(ArchiveDocument.FORMAT, "");
      whole = (ObjectNode) SealedJson.MAPPER.readTree(text);
    }
    whole.remove("sha256");
    Path changed = folder.resolve("changed");
    Mutations.of("architectures in archives", 20, 1000)
        .run(
            random -> {
              ObjectNode document = whole.deepCopy();
              change((ObjectNode) document.get("architecture"), random);
              String text = new String(SealedJson.seal(document), StandardCharsets.UTF_8);
              try (WeightFile file = WeightFile.open(path())) {
                SafeTensors.write(
                    List.copyOf(file.tensors()), Map.of(ArchiveDocument.FORMAT, text), changed);
              }
              try (Network loaded = ModelArchive.load(changed)) {
                assertThat(loaded.parameterCount()).isPositive();
                return Mutations.Outcome.LOADED;
              } catch (CorruptDataException | IllegalArgumentException e) {
                assertThat(e.getMessage()).startsWith(changed.toString()).contains("expected ");
                return Mutations.Outcome.REFUSED;
              }
            });
  }

  /** Puts something else in one place of the tree. */
  private static void change(JsonNode tree, RandomGenerator random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(tree, containers);
    JsonNode place = containers.get(random.nextInt(containers.size()));
    JsonNode value = value(random);
    if (place instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.get(random.nextInt(names.size()));
      if (random.nextInt(4) == 0) {
        object.remove(name);
      } else {
        object.set(name, value);
      }
    } else if (place instanceof ArrayNode array) {
      int index = random.nextInt(array.size());
      if (random.nextInt(4) == 0) {
        array.remove(index);
      } else {
        array.set(index, value);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && !node.isEmpty()) {
      containers.add(node);
    }
    node.forEach(each -> collect(each, containers));
  }

  private static JsonNode value(RandomGenerator random) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (random.nextInt(12)) {
      case 0 -> json.nullNode();
      case 1 -> json.booleanNode(true);
      case 2 -> json.numberNode(0);
      case 3 -> json.numberNode(-1);
      case 4 -> json.numberNode(Integer.MAX_VALUE);
      case 5 -> json.numberNode(Long.MAX_VALUE);
      case 6 -> json.numberNode(0.5);
      case 7 -> json.numberNode(1 + random.nextInt(70_000));
      case 8 -> json.textNode("Dense");
      case 9 -> json.textNode("input");
      case 10 -> json.arrayNode().add(1).add("conv1");
      default -> json.objectNode().put("kind", "Dense");
    };
  }
}
