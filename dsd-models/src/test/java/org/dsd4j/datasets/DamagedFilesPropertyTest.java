package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.picture.Box;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.pictures.EncodedPicture;
import org.dsd4j.datasets.pictures.ImageFolder;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Allocated;
import org.dsd4j.testing.Damage;

/**
 * Whatever the bytes of a file are: a picture of the size that its header claims, or an error that
 * names the file. Nothing else is thrown, nothing hangs, and no memory is taken on a header's word.
 */
class DamagedFilesPropertyTest {
  /**
   * What one picture's decoding may allocate one after the other: the room for decoding is half of
   * the heap, which a damaged header may claim where few bytes may be many pixels; the rest is for
   * the file and its decoder. Headers here claim gigabytes.
   */
  private static final long MOST_ALLOCATED = Runtime.getRuntime().maxMemory() / 4 * 3;

  private static final Map<String, byte[]> PICTURES = new TreeMap<>();
  private static Path folder;
  private static byte[] zip;

  @BeforeContainer
  static void makeFiles() throws IOException {
    for (String name :
        List.of(
            "plain.jpg",
            "progressive.jpg",
            "inks.jpg",
            "turned.jpg",
            "rgba.png",
            "palette.png",
            "deep.png",
            "moving.gif",
            "plain.bmp",
            "palette.bmp")) {
      PICTURES.put(name, TestPictures.resource(name));
    }
    PICTURES.put("noise.jpg", TestPictures.jpeg(TestPictures.photograph(40, 50, 1), 0.9f));
    folder = Files.createTempDirectory("damaged");
    Path file = folder.resolve("whole.zip");
    TestPictures.writeZip(
        file,
        Map.of(
            "a/cat/one.jpg", PICTURES.get("noise.jpg"),
            "a/cat/two.png", PICTURES.get("deep.png"),
            "a/dog/three.gif", PICTURES.get("moving.gif"),
            "a/dog/", new byte[0]));
    zip = Files.readAllBytes(file);
  }

  @AfterContainer
  static void removeFiles() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of(
        "plain.jpg",
        "progressive.jpg",
        "inks.jpg",
        "turned.jpg",
        "rgba.png",
        "palette.png",
        "deep.png",
        "moving.gif",
        "plain.bmp",
        "palette.bmp",
        "noise.jpg");
  }

  /** So that damage is met by the decoder behind the check of the checksums. */
  private static void correctChecksums(byte[] png) {
    ByteBuffer buffer = ByteBuffer.wrap(png);
    int at = 8;
    while (png.length - at >= 12) {
      int length = buffer.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(png, at + 4, 4 + length);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }

  @Property(tries = 6000)
  void aDamagedPictureIsOneOrIsTold(
      @ForAll("names") String name,
      @ForAll @IntRange(min = 1, max = 6) int changes,
      @ForAll long seed) {
    RandomGenerator random = Seed.of(seed).stream();
    byte[] bytes = Damage.some(PICTURES.get(name), changes, random);
    if (name.endsWith(".png") && random.nextBoolean()) {
      correctChecksums(bytes);
    }
    assertThat(Allocated.by(() -> readOrTold(bytes))).isLessThan(MOST_ALLOCATED);
  }

  private static void readOrTold(byte[] bytes) {
    try (EncodedPicture picture = EncodedPicture.open("some file", bytes)) {
      Picture decoded = picture.decode(Box.whole(picture.size()));
      assertThat(decoded.size()).isEqualTo(picture.size());
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining("some file").hasMessageContaining("expected");
    }
  }

  @Property(tries = 1500)
  void aDamagedZipFileIsReadOrTold(
      @ForAll @IntRange(min = 1, max = 4) int changes, @ForAll long seed) throws IOException {
    byte[] bytes = Damage.some(zip, changes, Seed.of(seed).stream());
    Path file = folder.resolve("damaged.zip");
    Files.write(file, bytes);
    try (ImageFolder pictures = ImageFolder.open(file)) {
      Dataset dataset = pictures.decoded(Pictures.resizeAndCenterCrop(8, 8));
      assertThat(dataset.fingerprint()).hasSize(64);
      for (int i = 0; i < dataset.size(); i++) {
        assertThat(dataset.sample(i).features().shape()).isEqualTo(dataset.featureShape());
      }
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining(file.toString());
    }
  }
}
