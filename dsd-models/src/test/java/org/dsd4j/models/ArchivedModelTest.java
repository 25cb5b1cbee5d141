package org.dsd4j.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.dsd4j.datasets.pictures.Cifar10;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightMismatchException;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that are built from archives; with the snippet of docs/weights.md. */
class ArchivedModelTest {
  @TempDir Path folder;

  private static float[] predictions(Network network) {
    try (INDArray images = Nd4j.linspace(-1, 1, 2 * 24 * 24 * 3).reshape(2, 24, 24, 3);
        INDArray logits = network.predict(images)) {
      return logits.ravel().toFloatVector();
    }
  }

  private static void mask(Parameter parameter) {
    float[] values = parameter.value().toFloats();
    BitSet kept = new BitSet();
    for (int i = 0; i < values.length; i++) {
      kept.set(i, i % 2 == 0);
      values[i] = i % 2 == 0 ? values[i] : 0;
    }
    parameter.value().set(values);
    parameter.setMask(Mask.of(parameter.shape(), kept));
  }

  @Test
  void theCatalogueBuildsWhatWasWritten() {
    Path path = folder.resolve("model.safetensors");
    List<String> names = List.of("cat", "dog", "bird");
    try (Network network =
        ResNet.cifar(20).input(24, 24, 3).network(names.size()).build(Seed.of(1))) {
      mask(network.parameter("fc.weight"));
      ModelArchive.write(
          path,
          network,
          ModelDescription.of("resnet20").classNames(names).normalization(Cifar10.normalization()));
      try (ModelArchive archive = ModelArchive.open(path)) {
        assertThat(archive.input()).isEqualTo(Shape.of(24, 24, 3));
        assertThat(archive.description().classNames()).isEqualTo(names);
        try (Network built = ModelCatalogue.load().build(archive)) {
          assertThat(predictions(built)).isEqualTo(predictions(network));
          assertThat(built.parameter("fc.weight").mask())
              .isEqualTo(network.parameter("fc.weight").mask());
        }
      }
    }
  }

  /** Writes an archive as the first version did: without the layers. */
  private static void writeFirst(Path path, Network network, String model) throws IOException {
    Path latest = path.resolveSibling("latest");
    ModelArchive.write(latest, network, ModelDescription.of(model));
    try (WeightFile file = WeightFile.open(latest)) {
      ObjectNode document =
          (ObjectNode) SealedJson.MAPPER.readTree(file.metadata().get(ModelArchive.METADATA));
      document.remove(List.of("sha256", "architecture"));
      document.put("version", 1);
      String text = new String(SealedJson.seal(document), StandardCharsets.UTF_8);
      SafeTensors.write(List.copyOf(file.tensors()), Map.of(ModelArchive.METADATA, text), path);
    }
  }

  @Test
  void archivesOfTheFirstVersionAreBuiltByTheirName() throws IOException {
    Path path = folder.resolve("model.safetensors");
    try (Network network = ResNet.cifar(20).network(3).build(Seed.of(1))) {
      writeFirst(path, network, "resnet20");
      try (ModelArchive archive = ModelArchive.open(path);
          Network built = ModelCatalogue.load().build(archive)) {
        assertThat(built.description()).isEqualTo(network.description());
      }
    }
  }

  @Test
  void networksOfNoNameAreBuiltAsTheirFileSays() {
    Path path = folder.resolve("model.safetensors");
    try (Network network = ResNet.cifar(20).width(0.5).network(3).build(Seed.of(1))) {
      ModelArchive.write(path, network, ModelDescription.of("mynet"));
      try (ModelArchive archive = ModelArchive.open(path);
          Network built = ModelCatalogue.load().build(archive)) {
        assertThat(built.description()).isEqualTo(network.description());
      }
    }
  }

  @Test
  void otherNetworksThanTheNameSaysAreRefused() throws IOException {
    Path path = folder.resolve("model.safetensors");
    try (Network network = ResNet.cifar(20).width(0.5).network(3).build(Seed.of(1))) {
      writeFirst(path, network, "mynet");
      assertRefused(path, IllegalArgumentException.class, "mynet", "onto the class path");
      writeFirst(path, network, "resnet20");
      assertRefused(path, WeightMismatchException.class, "conv1.weight");
      // 128 million weights: refused before memory is taken for them.
      writeFirst(path, network, "vgg11");
      assertRefused(path, IllegalArgumentException.class, "no more weights than its file has bits");
      writeFirst(path, network, "alexnet");
      assertRefused(path, IllegalArgumentException.class, "alexnet", "[32, 32, 3]");
    }
  }

  private static void assertRefused(Path path, Class<?> type, String... messages) {
    try (ModelArchive archive = ModelArchive.open(path)) {
      assertThatThrownBy(() -> ModelCatalogue.load().build(archive).close())
          .isInstanceOf(type)
          .hasMessageStartingWith(path.toString())
          .hasMessageContainingAll(messages);
    }
  }
}
