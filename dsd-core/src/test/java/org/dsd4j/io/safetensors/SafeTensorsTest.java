package org.dsd4j.io.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.dsd4j.io.LoadReport;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightFixtures;
import org.dsd4j.io.pytorch.PyTorchFile;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.InEveryLocale;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

@InEveryLocale
class SafeTensorsTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("weights.safetensors");
  }

  @Test
  void everythingOfANetworkComesBack() {
    try (Network network = SmallNets.convolutional(1);
        Network other = SmallNets.convolutional(2)) {
      Mask mask = WeightFixtures.mask(network.parameter("conv2.weight"));
      network.parameter("bn1.running_mean").value().set(new float[] {1, -2, 3, 4});
      SafeTensors.write(network, path());
      try (WeightFile file = WeightFile.open(path())) {
        assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(file.tensors())
            .extracting(StoredTensor::toString)
            .contains(
                "conv1.weight F32 [4, 2, 3, 3]",
                "bn1.running_var F32 [4]",
                "mask.conv2.weight BOOL [4, 4, 3, 3]");
        LoadReport report = file.loadInto(other);
        assertThat(report.masked()).containsExactly("conv2.weight");
        assertThat(report.loaded()).containsExactlyElementsOf(WeightFixtures.of(network).keySet());
        assertThat(report.toString()).contains("10 tensors and 1 masks loaded; missing []");
      }
      assertThat(WeightFixtures.of(other)).isEqualTo(WeightFixtures.of(network));
      assertThat(other.parameter("conv2.weight").mask()).contains(mask);
      assertThat(other.parameter("conv2.weight").maskTensor().map(Tensor::toFloats))
          .hasValueSatisfying(held -> assertThat(held).isEqualTo(mask.toFloats()));
      assertThat(other.parameter("conv1.weight").mask()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "BF16", "F64"})
  void roundsToOtherTypes(StoredType type) {
    try (Network network = SmallNets.dense(3, 1)) {
      SafeTensors.write(network, path(), type);
      try (WeightFile file = WeightFile.open(path())) {
        assertThat(file.tensors()).extracting(StoredTensor::type).containsOnly(type);
        double precision = type == StoredType.F16 ? 0x1p-11 : type == StoredType.BF16 ? 0x1p-8 : 0;
        for (StoredTensor tensor : file.tensors()) {
          float[] exact = network.parameter(tensor.name()).value().toFloats();
          float[] rounded = tensor.toFloats();
          for (int i = 0; i < exact.length; i++) {
            assertThat(Math.abs(rounded[i] - exact[i]))
                .isLessThanOrEqualTo((float) (precision * Math.abs(exact[i]) + 0x1p-25));
          }
        }
        file.loadInto(network);
        assertThat(WeightFixtures.of(network)).isEqualTo(WeightFixtures.of(file));
      }
    }
  }

  @Test
  void roundsAsPyTorchDoes() {
    try (WeightFile file = WeightFile.open(WeightFixtures.ofPyTorch("rounding.safetensors"))) {
      StoredTensor single = file.tensor("single");
      List<NamedTensor> rounded =
          List.of(
              renamed(single.as(StoredType.F16), "half"),
              renamed(single.as(StoredType.BF16), "bfloat16"));
      SafeTensors.write(rounded, Map.of(), path());
    }
    try (WeightFile theirs = WeightFile.open(WeightFixtures.ofPyTorch("rounding.safetensors"));
        WeightFile ours = WeightFile.open(path())) {
      for (StoredTensor tensor : ours.tensors()) {
        assertThat(tensor.elements()).isEqualTo(213);
        assertThat(tensor.toFloats()).isEqualTo(theirs.tensor(tensor.name()).toFloats());
      }
    }
  }

  private static NamedTensor renamed(NamedTensor tensor, String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tensor.runs(
        run -> {
          byte[] copy = new byte[run.remaining()];
          run.get(copy);
          bytes.writeBytes(copy);
        });
    return WeightFixtures.tensor(name, tensor.type(), tensor.extents(), bytes.toByteArray());
  }

  @Test
  void whatATypeCannotHoldIsAnErrorWithTheName() {
    NamedTensor large = WeightFixtures.floats("fc.weight", 1, 65519, 65520);
    NamedTensor lost = WeightFixtures.floats("fc.bias", Float.NaN);
    assertThatThrownBy(() -> SafeTensors.write(List.of(large.as(StoredType.F16)), Map.of(), path()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "element 2 of fc.weight: expected a number that F16 can hold, received 65520.0; choose"
                + " a wider type");
    assertThatThrownBy(() -> SafeTensors.write(List.of(lost.as(StoredType.BF16)), Map.of(), path()))
        .hasMessageContaining("element 0 of fc.bias: expected a number that BF16 can hold");
    assertThat(folder).isEmptyDirectory();
    SafeTensors.write(List.of(large.as(StoredType.BF16)), Map.of(), path());
    NamedTensor whole = WeightFixtures.tensor("n", StoredType.I8, List.of(1L), new byte[1]);
    assertThatThrownBy(() -> whole.as(StoredType.F16))
        .hasMessageContaining("n: expected two floating-point types, received I8 and F16");
  }

  @Test
  void lostWeightsAreNotWritten() throws IOException {
    Files.writeString(path(), "the last good ones");
    try (Network network = SmallNets.dense(2, 1)) {
      network.parameter("fc2.bias").value().set(new float[] {1, Float.POSITIVE_INFINITY});
      assertThatThrownBy(() -> SafeTensors.write(network, path()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("element 1 of fc2.bias: expected a finite number");
    }
    assertThat(path()).hasContent("the last good ones");
  }

  @Test
  void elementsAreAlignedAndNamesInOrder() throws IOException {
    SafeTensors.write(
        List.of(
            WeightFixtures.tensor("flag", StoredType.BOOL, List.of(3L), new byte[] {1, 0, 1}),
            WeightFixtures.floats("ü \" name", 1.5f),
            WeightFixtures.tensor("empty", StoredType.F16, List.of(0L, 4L), new byte[0]),
            WeightFixtures.tensor(
                "count", StoredType.I64, List.of(), new byte[] {7, 0, 0, 0, 0, 0, 0, 0})),
        Map.of("note", "a \n \"b\""),
        path());
    try (WeightFile file = WeightFile.open(path())) {
      assertThat(file.tensors())
          .extracting(StoredTensor::name)
          .containsExactly("flag", "ü \" name", "empty", "count");
      assertThat(file.metadata()).containsEntry("note", "a \n \"b\"");
      assertThat(WeightFixtures.of(file).values())
          .containsExactly(List.of(1f, 0f, 1f), List.of(1.5f), List.of(), List.of(7f));
    }
    byte[] bytes = Files.readAllBytes(path());
    int header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    assertThat(header % 8).isZero();
    // The larger the elements, the earlier they lie, and so each on a multiple of its size.
    assertThat(Arrays.copyOfRange(bytes, 8 + header, bytes.length))
        .containsExactly(7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x3F, 1, 0, 1);
  }

  @Test
  void longTensorsPassInRuns() {
    int length = NamedTensor.RUN / 4 * 2 + 5;
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    NamedTensor tensor = WeightFixtures.floats("long", values);
    SafeTensors.write(List.of(tensor), Map.of(), path());
    try (WeightFile file = WeightFile.open(path())) {
      StoredTensor stored = file.tensor("long");
      assertThat(stored.toFloats()).isEqualTo(values);
      long[] runs = {0, 0};
      stored.runs(
          run -> {
            runs[0]++;
            runs[1] = Math.max(runs[1], run.remaining());
          });
      assertThat(runs).containsExactly(3, NamedTensor.RUN);
    }
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Files.writeString(path(), "old");
    NamedTensor whole = WeightFixtures.floats("a", 1);
    NamedTensor failing = new FailingTensor();
    for (UnaryOperator<List<NamedTensor>> order :
        List.<UnaryOperator<List<NamedTensor>>>of(l -> l, l -> List.of(l.get(1), l.get(0)))) {
      List<NamedTensor> tensors = order.apply(List.of(whole, failing));
      assertThatThrownBy(() -> SafeTensors.write(tensors, Map.of(), path()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(path() + ": cannot be written; check space")
          .hasMessageContaining("no space");
      assertThatThrownBy(() -> PyTorchFile.write(tensors, path()))
          .isInstanceOf(UncheckedIOException.class);
    }
    assertThat(path()).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
    SafeTensors.write(List.of(whole), Map.of(), path());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(path());
    }
  }

  private static final class FailingTensor implements NamedTensor {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public StoredType type() {
      return StoredType.F32;
    }

    @Override
    public List<Long> extents() {
      return List.of(2L);
    }

    @Override
    public void runs(Consumer<ByteBuffer> reader) {
      throw new UncheckedIOException(new IOException("no space"));
    }
  }

  @Test
  void othersMayReadTheFileAsFarAsTheyUsuallyMay() throws IOException {
    Path usual = Files.createFile(folder.resolve("usual"));
    if (Files.getFileAttributeView(usual, PosixFileAttributeView.class) == null) {
      return;
    }
    SafeTensors.write(List.of(), Map.of(), path());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(usual)));
  }

  @Test
  void placesThatCannotBeWrittenAndNamesThatClashAreTold() {
    NamedTensor a = WeightFixtures.floats("a", 1);
    for (Path wrong : List.of(folder, folder.resolve("none").resolve("file"))) {
      assertThatThrownBy(() -> SafeTensors.write(List.of(a), Map.of(), wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("received " + wrong + "; create the folder or name another file");
    }
    assertThatThrownBy(() -> SafeTensors.write(List.of(a, a), Map.of(), path()))
        .hasMessageContaining("received a; rename one");
    NamedTensor taken = WeightFixtures.floats("__metadata__", 1);
    assertThatThrownBy(() -> SafeTensors.write(List.of(taken), Map.of(), path()))
        .hasMessageContaining("received __metadata__; rename one");
    NamedTensor half = WeightFixtures.floats("half \ud83d", 1);
    assertThatThrownBy(() -> PyTorchFile.write(List.of(half), path()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names of Unicode text");
    NamedTensor lying = WeightFixtures.tensor("lying", StoredType.I8, List.of(2L), new byte[1]);
    assertThatThrownBy(() -> SafeTensors.write(List.of(lying), Map.of(), path()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("tensor lying: expected 2 bytes, received 1; hand out");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void arraysAreWrittenRowByRowHoweverTheyLie() {
    INDArray rows = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Map<String, INDArray> arrays =
        Map.of(
            "rows", rows,
            "transposed", rows.transpose(),
            "by columns", rows.dup('f'),
            "second row", rows.get(NDArrayIndex.point(1)),
            "last columns", rows.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)),
            "double, transposed", rows.castTo(DataType.DOUBLE).transpose(),
            "double, second row", rows.castTo(DataType.DOUBLE).get(NDArrayIndex.point(1)));
    List<NamedTensor> tensors = new ArrayList<>();
    arrays.forEach((name, array) -> tensors.add(NamedTensor.of(name, array)));
    SafeTensors.write(tensors, Map.of(), path());
    try (WeightFile file = WeightFile.open(path())) {
      assertThat(WeightFixtures.of(file))
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "rows", List.of(1f, 2f, 3f, 4f, 5f, 6f),
                  "transposed", List.of(1f, 4f, 2f, 5f, 3f, 6f),
                  "by columns", List.of(1f, 2f, 3f, 4f, 5f, 6f),
                  "second row", List.of(4f, 5f, 6f),
                  "last columns", List.of(2f, 3f, 5f, 6f),
                  "double, transposed", List.of(1f, 4f, 2f, 5f, 3f, 6f),
                  "double, second row", List.of(4f, 5f, 6f)));
      assertThat(file.tensor("transposed")).hasToString("transposed F32 [3, 2]");
      assertThat(file.tensor("double, second row").type()).isEqualTo(StoredType.F64);
    }
    assertThatThrownBy(() -> NamedTensor.of("counts", Nd4j.createFromArray(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "array counts: expected single or double precision, received INT; convert it by"
                + " castTo(DataType.FLOAT)");
  }

  @Test
  void anInterruptedThreadIsToldSo() throws IOException {
    Files.writeString(path(), "old");
    NamedTensor tensor = WeightFixtures.floats("a", 1);
    String reason =
        path()
            + ": expected a thread that is not interrupted, received one that is, under which Java"
            + " closes its files; clear the flag with Thread.interrupted() or use another thread";
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> SafeTensors.write(List.of(tensor), Map.of(), path()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(reason);
      assertThatThrownBy(() -> WeightFile.open(path()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(reason);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(path()).hasContent("old");
    SafeTensors.write(List.of(tensor), Map.of(), path());
    WeightFile.open(path()).close();
  }
}
