package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.dsd4j.data.Box;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Picture;
import org.dsd4j.data.Pictures;
import org.dsd4j.tensor.Seed;

/**
 * Whatever the bytes of a file are: a picture of the size that its header claims, or an error that
 * names the file. Nothing else is thrown, nothing hangs, and no memory is taken on a header's word.
 */
class DamagedFilesPropertyTest {
  /**
   * What one picture's decoding may allocate one after the other. All files here are below 5,000
   * bytes; headers claim gigabytes.
   */
  private static final long MOST_ALLOCATED = 100_000_000;

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

  /** Some bytes changed, bits flipped, a part left out, repeated or cut off at the end. */
  private static byte[] damaged(byte[] whole, int changes, RandomGenerator random) {
    byte[] bytes = whole.clone();
    for (int i = 0; i < changes && bytes.length > 1; i++) {
      // Headers, where damage does most, are a small part of a file.
      int range = random.nextBoolean() ? Math.min(bytes.length, 200) : bytes.length;
      int at = random.nextInt(range);
      int length = random.nextInt(Math.min(20, bytes.length - at)) + 1;
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        case 3 -> bytes = without(bytes, at, length);
        case 4 ->
            System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
        default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int from, int length) {
    byte[] rest = new byte[bytes.length - length];
    System.arraycopy(bytes, 0, rest, 0, from);
    System.arraycopy(bytes, from + length, rest, from, rest.length - from);
    return rest;
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
    byte[] bytes = damaged(PICTURES.get(name), changes, random);
    if (name.endsWith(".png") && random.nextBoolean()) {
      correctChecksums(bytes);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try (EncodedPicture picture = EncodedPicture.open("some file", bytes)) {
      Picture decoded = picture.decode(Box.whole(picture.size()));
      assertThat(decoded.size()).isEqualTo(picture.size());
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageContaining("some file").hasMessageContaining("expected");
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(MOST_ALLOCATED);
  }

  @Property(tries = 1500)
  void aDamagedZipFileIsReadOrTold(
      @ForAll @IntRange(min = 1, max = 4) int changes, @ForAll long seed) throws IOException {
    byte[] bytes = damagedZip(changes, Seed.of(seed).stream());
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

  /** Half of the damage in the directory at the end, to which everything else is found. */
  private static byte[] damagedZip(int changes, RandomGenerator random) {
    if (random.nextBoolean()) {
      return damaged(zip, changes, random);
    }
    byte[] bytes = zip.clone();
    for (int i = 0; i < changes; i++) {
      int at = bytes.length - 1 - random.nextInt(300);
      bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1);
    }
    return bytes;
  }
}
