package org.dsd4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class ConvertCommandTest extends CommandLineTest {
  @BeforeEach
  void write() {
    try (Network network =
        Network.builder(Shape.of(5))
            .add("fc1", new Dense(7))
            .add("bn1", new BatchNorm())
            .add("fc2", new Dense(3))
            .build(Seed.of(1))) {
      Parameter masked = network.parameter("fc2.bias");
      masked.setMask(Mask.of(masked.shape(), BitSet.valueOf(new long[] {5})));
      SafeTensors.write(network, path("a.safetensors"));
    }
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  private int convert(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "convert";
    for (int i = 0; i < arguments.length; i++) {
      boolean option = arguments[i].startsWith("--") || !arguments[i].contains(".");
      all[i + 1] = option ? arguments[i] : path(arguments[i]).toString();
    }
    return run(all);
  }

  @Test
  void thereAndBackGivesTheSameBytes() throws IOException {
    assertThat(convert("a.safetensors", "b.pth")).isZero();
    assertThat(convert("b.pth", "c.safetensors")).isZero();
    assertThat(Files.mismatch(path("a.safetensors"), path("c.safetensors"))).isEqualTo(-1);
    assertThat(Files.mismatch(path("a.safetensors"), path("b.pth"))).isNotEqualTo(-1);
    assertThat(out.toString())
        .contains(path("b.pth") + ": 9 tensors, 379 bytes of numbers {F32=8, BOOL=1}");
  }

  @Test
  void whatWrapsAllNamesIsTakenOffAndTold() throws IOException {
    try (WeightFile plain = WeightFile.open(path("a.safetensors"))) {
      List<NamedTensor> wrapped = new ArrayList<>();
      for (StoredTensor tensor : plain.tensors()) {
        String name = tensor.name();
        boolean mask = name.startsWith("mask.");
        String inner = mask ? name.substring(5) : name;
        Shape shape = Shape.of(tensor.extents().stream().mapToLong(Long::longValue).toArray());
        wrapped.add(
            mask
                ? NamedTensor.of(
                    "mask._orig_mod.module." + inner,
                    Mask.of(shape, BitSet.valueOf(new long[] {5})))
                : NamedTensor.of(
                    "_orig_mod.module." + inner,
                    Nd4j.createFromArray(tensor.toFloats()).reshape('c', shape.toLongs())));
      }
      SafeTensors.write(wrapped, Map.of(), path("w.safetensors"));
    }
    assertThat(convert("w.safetensors", "b.safetensors")).isZero();
    assertThat(Files.mismatch(path("a.safetensors"), path("b.safetensors"))).isEqualTo(-1);
    assertThat(out.toString()).contains("Names without the prefix _orig_mod.module. (--strip-pre");
    assertThat(convert("w.safetensors", "c.safetensors", "--strip-prefix=")).isZero();
    assertThat(Files.mismatch(path("w.safetensors"), path("c.safetensors"))).isEqualTo(-1);
    assertThat(
            run(
                "convert",
                path("w.safetensors").toString(),
                path("d.pt").toString(),
                "--strip-prefix",
                "_orig_mod."))
        .isZero();
    try (WeightFile file = WeightFile.open(path("d.pt"))) {
      assertThat(file.has("module.fc1.weight")).isTrue();
    }
    assertThat(convert("w.safetensors", "e.pt", "--strip-prefix=modul.")).isEqualTo(2);
    assertThat(err.toString()).contains("expected names that begin with modul.");
  }

  @Test
  void roundsByChoice() {
    assertThat(convert("a.safetensors", "b.pt", "--to", "bf16")).isZero();
    try (WeightFile wide = WeightFile.open(path("a.safetensors"));
        WeightFile narrow = WeightFile.open(path("b.pt"))) {
      assertThat(narrow.tensor("mask.fc2.bias").type()).isEqualTo(StoredType.BOOL);
      for (StoredTensor tensor : wide.tensors()) {
        StoredTensor rounded = narrow.tensor(tensor.name());
        assertThat(rounded.extents()).isEqualTo(tensor.extents());
        if (tensor.type() == StoredType.F32) {
          assertThat(rounded.type()).isEqualTo(StoredType.BF16);
          float[] exact = tensor.toFloats();
          float[] near = rounded.toFloats();
          for (int i = 0; i < exact.length; i++) {
            assertThat(Math.abs(near[i] - exact[i])).isLessThanOrEqualTo(Math.abs(exact[i]) / 256);
          }
        }
      }
    }
  }

  private void writeArchive(boolean masked) {
    try (Network network = Network.builder(Shape.of(5)).add("fc", new Dense(3)).build(Seed.of(1))) {
      Parameter bias = network.parameter("fc.bias");
      if (masked) {
        bias.setMask(Mask.of(bias.shape(), BitSet.valueOf(new long[] {7})));
      }
      ModelArchive.write(path("m.safetensors"), network, ModelDescription.of("mine"));
    }
  }

  @Test
  void anArchiveOfOtherNumbersIsOneNoMore() throws IOException {
    writeArchive(false);
    assertThat(convert("m.safetensors", "same.safetensors", "--to", "f32")).isZero();
    ModelArchive.open(path("same.safetensors")).close();
    assertThat(out.toString()).doesNotContain("weights alone");
    assertThat(convert("m.safetensors", "half.safetensors", "--to", "f16")).isZero();
    assertThat(out.toString())
        .contains("It holds weights alone, and neither normalization nor classes");
    try (WeightFile half = WeightFile.open(path("half.safetensors"))) {
      assertThat(half.metadata()).doesNotContainKey("dsd4j-archive");
      assertThat(half.tensor("fc.weight").type()).isEqualTo(StoredType.F16);
    }
    assertThatThrownBy(() -> ModelArchive.open(path("half.safetensors")))
        .hasMessageContaining("expected a model archive");
  }

  @Test
  void packedWeightsOfAnArchiveStayInIt() {
    writeArchive(true);
    for (String[] command :
        new String[][] {
          {"m.safetensors", "half.safetensors", "--to", "bf16"}, {"m.safetensors", "b.pth"}
        }) {
      assertThat(convert(command)).isEqualTo(2);
      assertThat(err.toString())
          .contains(path("m.safetensors") + ": expected weights that are stored whole")
          .contains("such as kept.fc.bias; convert the weights.safetensors");
      assertThat(path(command[1])).doesNotExist();
      err.getBuffer().setLength(0);
    }
    assertThat(convert("m.safetensors", "same.safetensors")).isZero();
    ModelArchive.open(path("same.safetensors")).close();
  }

  @Test
  void replacesAFileOnlyWhenTold() throws IOException {
    Files.writeString(path("b.pth"), "mine");
    assertThat(convert("a.safetensors", "b.pth")).isEqualTo(2);
    assertThat(err.toString())
        .contains("OUT: expected a file that is not there yet, received " + path("b.pth"))
        .contains("--force");
    assertThat(path("b.pth")).hasContent("mine");
    assertThat(convert("a.safetensors", "b.pth", "--force")).isZero();
    assertThat(convert("a.safetensors", "a.safetensors", "--force", "--to", "f16")).isZero();
    try (WeightFile file = WeightFile.open(path("a.safetensors"))) {
      assertThat(file.tensor("fc1.bias").type()).isEqualTo(StoredType.F16);
    }
  }

  @Test
  void wrongFilesAreToldAndNothingIsWritten() throws IOException {
    Files.writeString(path("bad.pth"), "no weights at all");
    assertThat(convert("bad.pth", "b.safetensors")).isEqualTo(1);
    assertThat(err.toString())
        .contains(path("bad.pth") + ": expected safetensors")
        .doesNotContain("\tat ");
    assertThat(convert("none.pth", "b.safetensors")).isEqualTo(1);
    assertThat(err.toString()).contains(path("none.pth") + ": cannot be read");
    assertThat(convert("a.safetensors", "b.onnx")).isEqualTo(2);
    assertThat(err.toString()).contains("a name that ends in .safetensors, .pth or .pt");
    assertThat(convert("a.safetensors", "b.pth", "--to", "i8")).isEqualTo(2);
    assertThat(err.toString()).contains("Invalid value for option '--to'");
    assertThat(convert("a.safetensors")).isEqualTo(2);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.safetensors", "bad.pth");
  }
}
