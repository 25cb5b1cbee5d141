package org.dsd4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.nn.Network;
import org.dsd4j.testing.SmallNets;

/** Archives with damage anywhere: refused by name, or read as what was written. */
class ArchiveDamagePropertyTest {
  private static final ModelDescription DESCRIPTION =
      ModelDescription.of("small").classNames(List.of("one", "two", "three"));

  private static Network source;
  private static Network network;
  private static Path folder;
  private static byte[] whole;

  @BeforeContainer
  static void write() throws IOException {
    source = SmallNets.convolutional(1);
    network = SmallNets.convolutional(2);
    Weights.mask(source.parameter("conv2.weight"));
    folder = Files.createTempDirectory("damage");
    ModelArchive.write(path(), source, DESCRIPTION);
    whole = Files.readAllBytes(path());
  }

  @AfterContainer
  static void delete() throws IOException {
    source.close();
    network.close();
    Files.delete(path());
    Files.delete(folder);
  }

  private static Path path() {
    return folder.resolve("archive");
  }

  @Provide
  Arbitrary<List<DamagePropertyTest.Damage>> damage() {
    return new DamagePropertyTest().damage();
  }

  @Property(tries = 1000)
  void isFoundOrChangesNothing(@ForAll("damage") List<DamagePropertyTest.Damage> damage)
      throws IOException {
    Files.write(path(), DamagePropertyTest.damaged(whole, damage));
    Map<String, List<Float>> before = Weights.of(network);
    String outcome;
    try (ModelArchive archive = ModelArchive.open(path())) {
      assertThat(archive.description()).isEqualTo(DESCRIPTION);
      archive.loadInto(network);
      assertThat(Weights.of(network)).isEqualTo(Weights.of(source));
      assertThat(network.parameter("conv2.weight").mask())
          .isEqualTo(source.parameter("conv2.weight").mask());
      outcome = "loaded";
    } catch (CorruptDataException | WeightMismatchException e) {
      assertThat(e.getMessage()).startsWith(path().toString());
      assertThat(Weights.of(network)).isEqualTo(before);
      outcome = "refused";
    }
    Statistics.collect(outcome);
    Statistics.coverage(coverage -> coverage.check("refused").percentage(share -> share > 50));
  }
}
