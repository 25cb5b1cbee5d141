package org.dsd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dsd4j.io.LoadReport;
import org.dsd4j.io.WeightFile;
import org.dsd4j.io.WeightMismatchException;
import org.dsd4j.io.pytorch.PyTorchFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.io.tensor.NamedTensor;
import org.dsd4j.io.tensor.StoredType;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Seed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The snippets of docs/weights.md. */
class WeightsPageTest {
  @TempDir Path folder;

  private static Network network(int classes, long seed) {
    return ResNet.imageNet(18).input(32, 32, 3).width(0.125).network(classes).build(Seed.of(seed));
  }

  @Test
  void loadAndWrite() {
    Path path = folder.resolve("a.safetensors");
    Path smaller = folder.resolve("b.safetensors");
    Path forPyTorch = folder.resolve("c.pth");
    try (Network network = network(1000, 1)) {
      SafeTensors.write(network, path);
      SafeTensors.write(network, smaller, StoredType.BF16);
      PyTorchFile.write(network, forPyTorch);
    }
    for (Path written : List.of(path, smaller, forPyTorch)) {
      try (Network network = network(1000, 2);
          WeightFile file = WeightFile.open(written)) {
        LoadReport report = file.loadInto(network);
        assertThat(report.loaded()).hasSize(102);
        LoadReport fitting = file.lenient().loadInto(network);
        assertThat(fitting.loaded()).isEqualTo(report.loaded());
      }
    }
    try (Network network = network(10, 2);
        WeightFile file = WeightFile.open(path)) {
      assertThatThrownBy(() -> file.loadInto(network))
          .isInstanceOf(WeightMismatchException.class)
          .hasMessageContaining(
              "received others\n  different (2): fc.weight F32 [1000, 64] in the file,"
                  + " floating-point [10, 64] in the network, fc.bias F32 [1000] in the file,");
      LoadReport report = file.excluding("fc.*").loadInto(network);
      assertThat(report.excluded()).containsExactly("fc.weight", "fc.bias");
      assertThat(report.loaded()).hasSize(100);
    }
  }

  @Test
  void prefix() {
    Path path = folder.resolve("wrapped.safetensors");
    try (Network network = network(10, 1)) {
      List<NamedTensor> wrapped = new ArrayList<>();
      network
          .parameters()
          .forEach(p -> wrapped.add(NamedTensor.of("module." + p.name(), p.value())));
      network
          .statistics()
          .forEach(p -> wrapped.add(NamedTensor.of("module." + p.name(), p.value())));
      SafeTensors.write(wrapped, Map.of(), path);
      try (WeightFile file = WeightFile.open(path)) {
        assertThat(file.withoutPrefix("module.").loadInto(network).loaded()).hasSize(102);
      }
    }
  }
}
