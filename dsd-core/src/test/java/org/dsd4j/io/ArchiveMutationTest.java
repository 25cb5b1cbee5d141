package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.io.archive.ModelArchive;
import org.dsd4j.io.archive.ModelDescription;
import org.dsd4j.nn.Network;
import org.dsd4j.testing.Damage;
import org.dsd4j.testing.Mutations;
import org.dsd4j.testing.SmallNets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives with damage anywhere: refused by name, or read as what was written. */
class ArchiveMutationTest {
  private static final ModelDescription DESCRIPTION =
      ModelDescription.of("small").classNames(List.of("one", "two", "three"));

  @TempDir Path folder;

  private final Network source = SmallNets.convolutional(1);
  private final Network network = SmallNets.convolutional(2);

  @AfterEach
  void close() {
    source.close();
    network.close();
  }

  @Test
  void isFoundOrChangesNothing() throws IOException, InterruptedException {
    Path path = folder.resolve("archive");
    WeightFixtures.mask(source.parameter("conv2.weight"));
    ModelArchive.write(path, source, DESCRIPTION);
    byte[] whole = Files.readAllBytes(path);
    Mutations.of("model archives", 20, 1000)
        .run(
            random -> {
              Files.write(path, Damage.some(whole, random));
              return load(path);
            });
  }

  private Mutations.Outcome load(Path path) {
    Map<String, List<Float>> before = WeightFixtures.of(network);
    try (ModelArchive archive = ModelArchive.open(path)) {
      assertThat(archive.description()).isEqualTo(DESCRIPTION);
      archive.loadInto(network);
      assertThat(WeightFixtures.of(network)).isEqualTo(WeightFixtures.of(source));
      assertThat(network.parameter("conv2.weight").mask())
          .isEqualTo(source.parameter("conv2.weight").mask());
      return Mutations.Outcome.LOADED;
    } catch (CorruptDataException | WeightMismatchException e) {
      assertThat(e.getMessage()).startsWith(path.toString()).contains("expected ");
      assertThat(WeightFixtures.of(network)).isEqualTo(before);
      return Mutations.Outcome.REFUSED;
    }
  }
}
