package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.pytorch.PyTorchFile;
import org.dsd4j.io.safetensors.SafeTensors;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.Damage;
import org.dsd4j.testing.Mutations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files with damage anywhere: either one of the errors that name the file, and the network is as it
 * was, or what a plain reading of the bytes gives.
 */
class WeightFileMutationTest {
  @TempDir Path folder;

  private Network network;

  @BeforeEach
  void build() {
    network =
        Network.builder(Shape.of(3, 3, 2))
            .add("conv1", new Conv2d(4, 2))
            .add("bn1", new BatchNorm())
            .add("conv2", new Conv2d(8, 2))
            .build(Seed.of(1));
    WeightFixtures.mask(network.parameter("conv1.weight"));
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Path path() {
    return folder.resolve("weights");
  }

  private interface Plain {
    Map<String, List<Float>> read() throws IOException;
  }

  @Test
  void safeTensors() throws IOException, InterruptedException {
    SafeTensors.write(network, path());
    byte[] whole = Files.readAllBytes(path());
    Mutations.of("safetensors", 20, 5000)
        .run(
            random -> {
              byte[] damaged = Damage.some(whole, random);
              return load(damaged, () -> PlainReader.safeTensors(damaged));
            });
  }

  @Test
  void filesOfPyTorch() throws IOException, InterruptedException {
    PyTorchFile.write(network, path());
    byte[] whole = Files.readAllBytes(path());
    byte[] unchecked = withoutChecksums(whole);
    Mutations.of("files of PyTorch", 10, 5000)
        .run(
            random -> {
              byte[] damaged = Damage.some(random.nextBoolean() ? whole : unchecked, random);
              return load(damaged, () -> PlainReader.pyTorch(damaged));
            });
  }

  /** Checksums would find most damage before anything else does. */
  private static byte[] withoutChecksums(byte[] zip) {
    ByteBuffer bytes = ByteBuffer.wrap(zip.clone()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + 20 <= zip.length; at++) {
      if (bytes.getInt(at) == PlainReader.DIRECTORY_ENTRY) {
        bytes.putInt(at + 16, 0);
      }
    }
    return bytes.array();
  }

  private Mutations.Outcome load(byte[] damaged, Plain plain) throws IOException {
    Files.write(path(), damaged);
    Map<String, List<Float>> before = WeightFixtures.of(network);
    try (WeightFile file = WeightFile.open(path())) {
      file.loadInto(network);
      Map<String, List<Float>> expected = plain.read();
      assertThat(expected).containsAllEntriesOf(WeightFixtures.of(network));
      assertThat(
              WeightFixtures.list(
                  network.parameter("conv1.weight").mask().orElseThrow().toFloats()))
          .isEqualTo(expected.get("mask.conv1.weight"));
      return Mutations.Outcome.LOADED;
    } catch (CorruptDataException | WeightMismatchException e) {
      assertThat(e.getMessage()).startsWith(path().toString()).contains("expected ");
      assertThat(WeightFixtures.of(network)).isEqualTo(before);
      return Mutations.Outcome.REFUSED;
    }
  }
}
