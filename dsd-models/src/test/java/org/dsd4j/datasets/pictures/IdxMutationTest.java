package org.dsd4j.datasets.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.datasets.StoredImages;
import org.dsd4j.testing.Damage;
import org.dsd4j.testing.Mutations;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * IDX files with damage anywhere, compressed and not: refused by name, or read as a plain reading
 * has them. No byte of a pixel is wrong, so some damage can only be read.
 */
class IdxMutationTest {
  private static final int PIXELS = 28 * 28;
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;
  private static final byte[] LABELS =
      ByteBuffer.allocate(LABELS_HEADER + StoredImages.COUNT)
          .putInt(0x801)
          .putInt(StoredImages.COUNT)
          .put(new byte[] {7, 0, 9})
          .array();

  @TempDir Path folder;

  private byte[] images = new byte[0];
  private float[][] values = new float[0][];

  @BeforeEach
  void write() throws IOException {
    images =
        ByteBuffer.allocate(IMAGES_HEADER + StoredImages.COUNT * PIXELS)
            .putInt(0x803)
            .putInt(StoredImages.COUNT)
            .putInt(28)
            .putInt(28)
            .put(StoredImages.someBytes(StoredImages.COUNT * PIXELS))
            .array();
    write(images, LABELS);
    values = plain(images, LABELS).orElseThrow().values(Mnist.train(folder));
  }

  private void write(byte[] ofImages, byte[] ofLabels) throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), ofImages);
    Files.write(folder.resolve("train-labels-idx1-ubyte"), ofLabels);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  /** Empty where these are no such files. */
  private static Optional<StoredImages> plain(byte[] ofImages, byte[] ofLabels) {
    if (ofImages.length < IMAGES_HEADER || ofLabels.length < LABELS_HEADER) {
      return Optional.empty();
    }
    ByteBuffer header = ByteBuffer.wrap(ofImages);
    ByteBuffer beside = ByteBuffer.wrap(ofLabels);
    long count = header.getInt(4);
    boolean fits =
        header.getInt(0) == 0x803
            && header.getInt(8) == 28
            && header.getInt(12) == 28
            && ofImages.length == IMAGES_HEADER + count * PIXELS
            && beside.getInt(0) == 0x801
            && beside.getInt(4) == count
            && ofLabels.length == LABELS_HEADER + count;
    StoredImages stored = new StoredImages(1);
    for (int i = 0; fits && i < count; i++) {
      int from = IMAGES_HEADER + i * PIXELS;
      stored.add(Arrays.copyOfRange(ofImages, from, from + PIXELS), ofLabels[LABELS_HEADER + i]);
    }
    return stored.ofTenClasses();
  }

  @Test
  void areRefusedOrReadAsTheyAre() throws IOException, InterruptedException {
    byte[] compressedImages = gzip(images);
    byte[] compressedLabels = gzip(LABELS);
    Mutations.of("IDX files", 15, 2000)
        .run(
            random ->
                random.nextInt(3) > 0
                    ? readPlain(random)
                    : readCompressed(compressedImages, compressedLabels, random));
  }

  private Mutations.Outcome readPlain(RandomGenerator random) throws IOException {
    boolean inImages = random.nextBoolean();
    byte[] ofImages = inImages ? Damage.some(images, random) : images;
    byte[] ofLabels = inImages ? LABELS : Damage.some(LABELS, random);
    write(ofImages, ofLabels);
    Optional<StoredImages> expected = plain(ofImages, ofLabels);
    Mutations.Outcome outcome = read(expected);
    assertThat(outcome == Mutations.Outcome.LOADED).isEqualTo(expected.isPresent());
    return outcome;
  }

  /** What comes through the checksum is what was written. */
  private Mutations.Outcome readCompressed(byte[] ofImages, byte[] ofLabels, RandomGenerator random)
      throws IOException {
    boolean inImages = random.nextBoolean();
    write(
        inImages ? Damage.some(ofImages, random) : ofImages,
        inImages ? ofLabels : Damage.some(ofLabels, random));
    return read(plain(images, LABELS));
  }

  /** Where a plain reading finds no images, nor may this. */
  private Mutations.Outcome read(Optional<StoredImages> expected) {
    try {
      expected.orElse(new StoredImages(1)).assertAreIn(Mnist.train(folder), values);
      return Mutations.Outcome.LOADED;
    } catch (CorruptDataException e) {
      assertThat(e).hasMessageStartingWith(folder.toString()).hasMessageContaining("expected ");
      return Mutations.Outcome.REFUSED;
    }
  }
}
