package org.dsd4j.io.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.dsd4j.data.ArrayDataset;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.io.LoadReport;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightFixtures;
import org.dsd4j.io.WeightMismatchException;
import org.dsd4j.io.json.SealedJson;
import org.dsd4j.io.json.UnsupportedVersionException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.KeptTensor;
import org.dsd4j.io.tensor.MaskBits;
import org.dsd4j.io.tensor.MaskTensor;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ModelArchiveTest {
  private static final ModelDescription DESCRIPTION =
      ModelDescription.of("small")
          .classNames(List.of("cat", "Kätzchen", "\"dog\" \uD83D\uDC36"))
          .normalization(new float[] {0.1f, 0.2f}, new float[] {0.3f, 1e-7f})
          .shorterSide(7)
          .provenance(Map.of("seed", "42", "note", ""));

  @TempDir Path folder;

  private final Network network = SmallNets.convolutional(1);
  private final Network other = SmallNets.convolutional(2);

  @AfterEach
  void close() {
    network.close();
    other.close();
  }

  private Path path() {
    return folder.resolve("model.safetensors");
  }

  private static float[] predictions(Network network) {
    try (INDArray images = Nd4j.linspace(-1, 1, 3 * 6 * 6 * 2).reshape(3, 6, 6, 2);
        INDArray logits = network.predict(images)) {
      return logits.ravel().toFloatVector();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void networksPredictTheSameBitsAfterARoundTrip(boolean masked) {
    if (masked) {
      network.parameters().forEach(WeightFixtures::mask);
    }
    network.parameter("bn1.running_mean").value().set(new float[] {1, -2, 3, 4});
    ModelArchive.write(path(), network, DESCRIPTION);
    try (ModelArchive archive = ModelArchive.open(path())) {
      assertThat(archive.path()).isEqualTo(path());
      assertThat(archive.description()).isEqualTo(DESCRIPTION);
      assertThat(archive.input()).isEqualTo(Shape.of(6, 6, 2));
      assertThat(archive.classes()).isEqualTo(3);
      LoadReport report = archive.loadInto(other);
      assertThat(report.loaded())
          .containsExactlyInAnyOrderElementsOf(WeightFixtures.of(network).keySet());
      assertThat(report.masked()).hasSize(masked ? network.parameters().size() : 0);
    }
    assertThat(WeightFixtures.of(other)).isEqualTo(WeightFixtures.of(network));
    for (Parameter parameter : network.parameters()) {
      assertThat(other.parameter(parameter.name()).mask()).isEqualTo(parameter.mask());
    }
    assertThat(predictions(other)).isEqualTo(predictions(network));
  }

  @Test
  void descriptionsNeedOnlyAName() {
    ModelArchive.write(path(), network, ModelDescription.of("small"));
    try (ModelArchive archive = ModelArchive.open(path())) {
      assertThat(archive.description()).isEqualTo(ModelDescription.of("small"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 36, 143, 144})
  void masksKeepAnyNumber(int keptCount) {
    BitSet kept = new BitSet();
    kept.set(144 - keptCount, 144);
    Mask mask = Mask.of(Shape.of(4, 4, 3, 3), kept);
    Parameter weight = network.parameter("conv2.weight");
    float[] values = weight.value().toFloats();
    for (int i = 0; i < values.length; i++) {
      values[i] = kept.get(i) ? values[i] : 0;
    }
    weight.value().set(values);
    weight.setMask(mask);
    ModelArchive.write(path(), network, DESCRIPTION);
    try (WeightFile file = WeightFile.open(path())) {
      assertThat(file.tensor("kept.conv2.weight").bytes()).isEqualTo(4L * keptCount);
      assertThat(file.tensor("mask_bits.conv2.weight").bytes()).isEqualTo(18);
      assertThat(file.has("conv2.weight")).isFalse();
    }
    try (ModelArchive archive = ModelArchive.open(path())) {
      archive.loadInto(other);
    }
    assertThat(other.parameter("conv2.weight").mask()).contains(mask);
    assertThat(other.parameter("conv2.weight").value().toFloats()).isEqualTo(values);
  }

  @Test
  void tensorsOfSeveralRunsArePackedAndUnpacked() {
    int count = 2 * NamedTensor.RUN / Float.BYTES + 13;
    float[] values = new float[count];
    BitSet kept = new BitSet();
    for (int i = 0; i < count; i++) {
      kept.set(i, i % 5 != 0);
      values[i] = i % 5 == 0 ? 0 : i;
    }
    Mask mask = Mask.of(Shape.of(count), kept);
    NamedTensor packed = new KeptTensor("kept.w", WeightFixtures.floats("w", values), mask);
    SafeTensors.write(List.of(packed, new MaskBits("mask_bits.w", mask)), Map.of(), path());
    try (WeightFile file = WeightFile.open(path())) {
      List<NamedTensor> tensors = SparseTensors.unpacked(file, Map.of("w", List.of((long) count)));
      assertThat(tensors).extracting(NamedTensor::name).containsExactly("w", "mask.w");
      float[] unpacked = new float[count];
      tensors.get(0).floats((from, run) -> run.get(unpacked, (int) from, run.remaining()));
      assertThat(unpacked).isEqualTo(values);
      assertThat(((MaskTensor) tensors.get(1)).mask()).isEqualTo(mask);
    }
  }

  @Test
  void sparseNetworksTakeLess() throws IOException {
    ModelArchive.write(path(), network, DESCRIPTION);
    Path sparse = folder.resolve("sparse");
    network.parameters().forEach(WeightFixtures::mask);
    ModelArchive.write(sparse, network, DESCRIPTION);
    long values = network.parameterCount();
    try (WeightFile dense = WeightFile.open(path());
        WeightFile masked = WeightFile.open(sparse)) {
      long before = dense.tensors().stream().mapToLong(NamedTensor::bytes).sum();
      long after = masked.tensors().stream().mapToLong(NamedTensor::bytes).sum();
      // A third of the values goes, and an eighth of a byte for each comes, rounded up.
      assertThat(before - after)
          .isBetween(
              values * 4 / 3 - values / 8 - 2L * network.parameters().size(), values * 4 / 3 + 40);
    }
    assertThat(Files.exists(sparse)).isTrue();
  }

  @Test
  void whatCannotBeWrittenIsRefusedAndNothingIsLeft() {
    ModelDescription two = DESCRIPTION.classNames(List.of("cat", "dog"));
    assertThatThrownBy(() -> ModelArchive.write(path(), network, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class names: expected none or 3");
    ModelDescription colours =
        DESCRIPTION.normalization(new float[] {1, 2, 3}, new float[] {1, 2, 3});
    assertThatThrownBy(() -> ModelArchive.write(path(), network, colours))
        .hasMessageContaining("one mean for each channel of the input [6, 6, 2], received 3");
    Parameter weight = network.parameter("fc.weight");
    float[] values = weight.value().toFloats();
    weight.setMask(Mask.of(weight.shape(), new BitSet()));
    assertThatThrownBy(() -> ModelArchive.write(path(), network, DESCRIPTION))
        .hasMessageContaining("element 0 of fc.weight: expected 0, as its mask has it");
    weight.dropMask();
    values[5] = Float.NaN;
    weight.value().set(values);
    assertThatThrownBy(() -> ModelArchive.write(path(), network, DESCRIPTION))
        .hasMessageContaining("element 5 of fc.weight: expected a finite number");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void descriptionsAreChecked() {
    assertThatThrownBy(() -> ModelDescription.of(" ")).hasMessageContaining("model");
    assertThatThrownBy(() -> DESCRIPTION.classNames(List.of("cat", "cat", "dog")))
        .hasMessageContaining("names that differ");
    assertThatThrownBy(() -> DESCRIPTION.classNames(List.of("a", "b", "\uD83D")))
        .hasMessageContaining("surrogate");
    assertThatThrownBy(() -> DESCRIPTION.shorterSide(0)).hasMessageContaining("shorter side");
    assertThatThrownBy(() -> Normalization.of(new float[] {0}, new float[] {0}))
        .hasMessageContaining("deviation of channel 0");
    assertThatThrownBy(() -> Normalization.of(new float[] {Float.NaN}, new float[] {1}))
        .hasMessageContaining("mean of channel 0");
    assertThatThrownBy(() -> Normalization.of(new float[0], new float[0]))
        .hasMessageContaining("at least one");
  }

  /** A table in its own units, one of which is far from 0 to 1. */
  @Test
  void theNormalizationOfATableIsAppliedToItsRows() {
    Dataset table =
        ArrayDataset.ofClasses(
            "table",
            new Values(Shape.of(2, 3), new float[] {20, 1010, 0.5f, 30, 990, 0.75f}),
            new int[] {0, 1},
            List.of("dry", "wet"));
    Normalization columns = Normalization.of(new float[] {25, 1000, 0}, new float[] {5, 10, 0.25f});
    try (Network dense = Network.builder(Shape.of(3)).add("fc", new Dense(2)).build(Seed.of(1))) {
      ModelArchive.write(path(), dense, ModelDescription.of("table").normalization(columns));
    }
    try (ModelArchive archive = ModelArchive.open(path())) {
      Normalization read = archive.description().normalization().orElseThrow();
      Dataset rows = table.map(read.transform());
      assertThat(rows.sample(0).features().array()).containsExactly(-1, 1, 2);
      assertThat(rows.sample(1).features().array()).containsExactly(1, -1, 3);
    }
  }

  /** Writes an archive whose document, sealed anew, was changed. */
  private void writeChanged(Consumer<ObjectNode> change) throws JsonProcessingException {
    WeightFixtures.mask(network.parameter("conv2.weight"));
    ModelArchive.write(path(), network, DESCRIPTION);
    ObjectNode document;
    try (WeightFile file = WeightFile.open(path())) {
      String text = file.metadata().getOrDefault(ArchiveDocument.FORMAT, "");
      document = (ObjectNode) SealedJson.MAPPER.readTree(text);
    }
    document.remove("sha256");
    change.accept(document);
    String text = new String(SealedJson.seal(document), StandardCharsets.UTF_8);
    SafeTensors.write(SparseTensors.packed(network), Map.of(ArchiveDocument.FORMAT, text), path());
  }

  private void assertRefused(Class<?> type, String... messages) {
    assertThatThrownBy(() -> ModelArchive.open(path()).close())
        .isInstanceOf(type)
        .hasMessageStartingWith(path().toString())
        .hasMessageContainingAll(messages);
  }

  @Test
  void otherVersionsAreRefused() throws JsonProcessingException {
    writeChanged(document -> document.put("version", 3));
    assertRefused(
        UnsupportedVersionException.class, "dsd4j-archive of version 2, received version 3");
    writeChanged(document -> document.put("format", "another"));
    assertRefused(CorruptDataException.class, "the format dsd4j-archive");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "input",
        "classes",
        "classNames",
        "normalization",
        "provenance",
        "sparse",
        "checksums"
      })
  void missingAndWrongFieldsAreRefused(String field) throws JsonProcessingException {
    writeChanged(document -> document.remove(field));
    assertRefused(CorruptDataException.class, "the fields of an archive of this version", field);
    writeChanged(document -> document.putArray(field).addArray());
    assertRefused(CorruptDataException.class, ArchiveDocument.REMEDY);
  }

  @Test
  void fieldsThatDoNotFitAreRefused() throws JsonProcessingException {
    writeChanged(document -> document.put("classes", 4));
    assertRefused(CorruptDataException.class, "class names: expected none or 4");
    writeChanged(document -> document.putArray("input").add(0));
    assertRefused(CorruptDataException.class, "extents of at least 1");
    writeChanged(document -> document.put("classNames", "cat"));
    assertRefused(CorruptDataException.class, ArchiveDocument.REMEDY);
    writeChanged(document -> document.putArray("classNames").addNull().add("a").add("b"));
    assertRefused(CorruptDataException.class, ArchiveDocument.REMEDY);
    writeChanged(document -> document.put("more", 1));
    assertRefused(CorruptDataException.class, "more");
    writeChanged(document -> ((ObjectNode) document.get("sparse")).putArray("conv2.weight").add(9));
    assertRefused(CorruptDataException.class, "mask_bits.conv2.weight: expected U8 [2]");
    writeChanged(
        document ->
            ((ObjectNode) document.get("sparse"))
                .putArray("conv2.weight")
                .add(Integer.MAX_VALUE)
                .add(Integer.MAX_VALUE));
    assertRefused(CorruptDataException.class, "conv2.weight");
    writeChanged(document -> ((ObjectNode) document.get("sparse")).putArray("fc.weight").add(1));
    assertRefused(CorruptDataException.class, "kept.fc.weight");
    writeChanged(document -> ((ObjectNode) document.get("checksums")).put("fc.weight", "F32"));
    assertRefused(CorruptDataException.class, "tensor fc.weight", "the checksum F32");
    writeChanged(document -> ((ObjectNode) document.get("checksums")).put("fc2.weight", "F32"));
    assertRefused(CorruptDataException.class, "the tensors [fc2.weight]");
  }

  @Test
  void filesOfWeightsAloneAndOtherNetworksAreRefused() {
    SafeTensors.write(network, path());
    assertRefused(CorruptDataException.class, "a model archive", "WeightFile.open");
    ModelArchive.write(path(), network, DESCRIPTION);
    try (ModelArchive archive = ModelArchive.open(path());
        Network dense = SmallNets.dense(3, 1)) {
      Map<String, List<Float>> before = WeightFixtures.of(dense);
      assertThatThrownBy(() -> archive.loadInto(dense))
          .isInstanceOf(WeightMismatchException.class)
          .hasMessageStartingWith(path().toString());
      assertThat(WeightFixtures.of(dense)).isEqualTo(before);
    }
  }
}
