package org.dsd4j.dsd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.optim.Adam;
import org.dsd4j.prune.Pruning;
import org.dsd4j.prune.RandomScore;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.SmallNets;
import org.dsd4j.train.listen.TrainingListener;
import org.dsd4j.train.record.PhaseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskFileTest {
  @TempDir Path folder;

  private static Map<String, Mask> masks(Network network) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    network.parameters().forEach(p -> p.mask().ifPresent(mask -> masks.put(p.name(), mask)));
    return masks;
  }

  private static Network masked() {
    Network network = SmallNets.dense(4, 3);
    Pruning pruning = Pruning.layerwise(new RandomScore(Seed.of(2))).sparsity("fc2", 0.5);
    pruning.masks(pruning.decide(network, 0.98)).forEach((p, mask) -> p.setMask(mask));
    return network;
  }

  @Test
  void masksAreReadAsTheyWereWritten() {
    try (Network network = masked()) {
      Path file = folder.resolve("masks.safetensors");
      MaskFile.write(network, file);
      assertThat(MaskFile.read(file)).isEqualTo(masks(network)).hasSize(2);
    }
  }

  @Test
  void thoseOfAFileOfWeightsAreRead() {
    try (Network network = masked()) {
      network.parameters().forEach(p -> network.kernels().memory().fill(p.value(), 0));
      Path file = folder.resolve("network.safetensors");
      SafeTensors.write(network, file);
      assertThat(MaskFile.read(file)).isEqualTo(masks(network));
    }
  }

  /** Another run, from other weights, prunes exactly what the first did in its second round. */
  @Test
  void aRunPrunesByTheMasksOfAnother() {
    try (Network network = Cuttable.network(3)) {
      Cuttable.trainer(network, new Adam())
          .listener(MaskFile.listener(network, folder))
          .build()
          .fit()
          .close();
    }
    assertThat(folder.resolve("sparse.safetensors")).exists();
    Path file = folder.resolve("sparse-2.safetensors");
    Map<String, Mask> expected = MaskFile.read(file);
    assertThat(expected.get("fc1.weight").sparsity()).isEqualTo(0.25);
    try (Network network = Cuttable.network(99)) {
      Map<String, Map<String, Mask>> seen = new LinkedHashMap<>();
      TrainingListener watcher =
          new TrainingListener() {
            @Override
            public void phaseStarted(PhaseSettings phase, long stepsPerEpoch) {
              seen.put(phase.name(), masks(network));
            }
          };
      try (DsdResult result =
          Cuttable.trainer(network, new Adam())
              .pruning(MaskFile.pruning(file))
              .listener(watcher)
              .build()
              .fit()) {
        assertThat(result.provenance().settings().get("pruning"))
            .startsWith("2 given masks, CRC-32C ");
      }
      assertThat(seen.get("sparse")).isEqualTo(expected);
      assertThat(seen.get("sparse 2")).isEqualTo(expected);
    }
  }

  @Test
  void aMaskThatKeepsNothingIsTaken() {
    Path file = folder.resolve("masks.safetensors");
    MaskFile.write(Map.of("fc1.weight", Mask.of(Shape.of(16, 6), new BitSet())), file);
    try (Network network = SmallNets.dense(4, 3)) {
      Pruning pruning = MaskFile.pruning(file);
      assertThat(pruning.masks(pruning.decide(network, 0.3)).values())
          .containsExactly(Mask.of(Shape.of(16, 6), new BitSet()));
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeTraining() throws IOException {
    Path file = folder.resolve("masks.safetensors");
    try (Network network = masked();
        Network other = Cuttable.network(3)) {
      MaskFile.write(network, file);
      Pruning pruning = MaskFile.pruning(file);
      assertThatThrownBy(() -> pruning.decide(other, 0.5))
          .hasMessageContaining("mask of fc1.weight")
          .hasMessageContaining("[16, 6]");
      network.parameters().forEach(p -> p.dropMask());
      assertThatThrownBy(() -> MaskFile.write(network, file))
          .hasMessageContaining("one without masks");
      Path weights = folder.resolve("weights.safetensors");
      SafeTensors.write(network, weights);
      assertThatThrownBy(() -> MaskFile.pruning(weights)).hasMessageContaining("mask.conv1.weight");
    }
    Files.writeString(file, "no masks");
    assertThatThrownBy(() -> MaskFile.read(file)).isInstanceOf(CorruptDataException.class);
  }
}
