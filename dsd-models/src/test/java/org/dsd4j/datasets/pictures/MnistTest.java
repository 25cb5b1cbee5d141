package org.dsd4j.datasets.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.tensor.Shape;
import org.dsd4j.testing.InEveryLocale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InEveryLocale
class MnistTest extends DatasetContract {
  private static final int COUNT = 7;
  private static final int IMAGES_HEADER = 16;

  @TempDir Path folder;

  @BeforeEach
  void writeFiles() throws IOException {
    Files.write(folder.resolve("train-images-idx3-ubyte"), images(COUNT));
    Files.write(folder.resolve("train-labels-idx1-ubyte"), labels(COUNT));
    Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(COUNT)));
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), gzip(labels(COUNT)));
  }

  static byte[] images(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(IMAGES_HEADER + count * 784);
    bytes.putInt(0x803).putInt(count).putInt(28).putInt(28);
    while (bytes.hasRemaining()) {
      bytes.put((byte) (bytes.position() * 31));
    }
    return bytes.array();
  }

  static byte[] labels(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count);
    bytes.putInt(0x801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) i);
    }
    return bytes.array();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Override
  protected Dataset open() {
    return Mnist.train(folder);
  }

  @Test
  void readsPlainAndCompressedFilesAlike() {
    Dataset plain = Mnist.train(folder);
    Dataset compressed = Mnist.test(folder);
    assertThat(plain.size()).isEqualTo(COUNT);
    assertThat(plain.featureShape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(compressed.fingerprint()).isEqualTo(plain.fingerprint());
    // Byte 0 of the first image is 16 · 31 modulo 256 = 240.
    assertThat(plain.sample(0).features().array()[0])
        .isEqualTo((240 / 255f - 0.1307f) * (float) (1 / (double) 0.3081f));
    assertThat(plain.target(3).array()).containsExactly(3);
  }

  @Test
  void aMissingFileIsNamedInAllItsForms() throws IOException {
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("train-labels-idx1-ubyte.gz")
        .hasMessageContaining("train-labels.idx1-ubyte");
  }

  @Test
  void aTruncatedFileIsToldByItsByte() throws IOException {
    Path file = folder.resolve("train-images-idx3-ubyte");
    byte[] whole = images(COUNT);
    Files.write(file, Arrays.copyOf(whole, whole.length - 100));
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            file
                + ", byte "
                + (whole.length - 100)
                + ": expected 100 more bytes of item 6 of 7, received the end of the file; get the"
                + " file again from its source");
  }

  @Test
  void aTruncatedGzipFileIsTold() throws IOException {
    Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Mnist.test(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(
            file + ", byte 16: expected a whole gzip file, received one that breaks off after that")
        .hasCauseInstanceOf(EOFException.class);
    Files.write(file, Arrays.copyOf(whole, 5));
    assertThatThrownBy(() -> Mnist.test(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(file + ", byte 0: expected a gzip header");
  }

  @Test
  void aFlippedBitInAGzipFileIsTold() throws IOException {
    Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(file);
    // The trailer begins with the checksum of what was compressed.
    whole[whole.length - 8] ^= 1;
    Files.write(file, whole);
    assertThatThrownBy(() -> Mnist.test(folder))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(
            ", byte " + (IMAGES_HEADER + COUNT * 784) + ": expected a whole gzip file");
  }

  @Test
  void anEmptyFileIsTold() throws IOException {
    Path file = folder.resolve("train-labels-idx1-ubyte");
    Files.write(file, new byte[0]);
    assertThatThrownBy(this::open)
        .hasMessageContaining(
            file + ", byte 0: expected 4 more bytes of the header, received the end of the file");
  }

  @Test
  void compressedOrNotIsToldByTheBytesAndFilesMayHaveDotsInTheirNames() throws IOException {
    String fingerprint = open().fingerprint();
    Files.delete(folder.resolve("train-images-idx3-ubyte"));
    Files.write(folder.resolve("train-images.idx3-ubyte"), gzip(images(COUNT)));
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), labels(COUNT));
    assertThat(open().fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void imagesOfAnotherSizeAreRefused() throws IOException {
    byte[] wrong = images(COUNT);
    ByteBuffer.wrap(wrong).putInt(8, 14).putInt(12, 56);
    Path file = folder.resolve("train-images-idx3-ubyte");
    Files.write(file, wrong);
    assertThatThrownBy(this::open)
        .hasMessageContaining(file + ": expected images [28, 28, 1], received [14, 56, 1]");
  }

  @Test
  void anotherHeaderIsTold() throws IOException {
    byte[] wrong = images(COUNT);
    wrong[2] = 0x0D;
    Files.write(folder.resolve("train-images-idx3-ubyte"), wrong);
    assertThatThrownBy(this::open)
        .hasMessageContaining(
            "byte 0: expected the header 0x00000803, received the header 0x00000d03");
  }

  @Test
  void aHeaderThatLiesIsNotBelieved() throws IOException {
    byte[] lying = images(COUNT);
    ByteBuffer.wrap(lying).putInt(4, 60_000_000);
    Files.write(folder.resolve("train-images-idx3-ubyte"), lying);
    assertThatThrownBy(this::open).hasMessageContaining("784 more bytes of item 7 of 60000000");
    ByteBuffer.wrap(lying).putInt(8, -5);
    ByteBuffer.wrap(lying).putInt(4, COUNT);
    Files.write(folder.resolve("train-images-idx3-ubyte"), lying);
    assertThatThrownBy(this::open).hasMessageContaining("byte 8: expected an extent from 1");
  }

  @Test
  void moreThanAnnouncedIsTold() throws IOException {
    byte[] longer = Arrays.copyOf(images(COUNT), IMAGES_HEADER + COUNT * 784 + 1);
    Files.write(folder.resolve("train-images-idx3-ubyte"), longer);
    assertThatThrownBy(this::open)
        .hasMessageContaining("expected the end of the file after 7 items, received more bytes");
  }

  @Test
  void labelsThatDoNotFitAreTold() throws IOException {
    Path file = folder.resolve("train-labels-idx1-ubyte");
    byte[] wrong = labels(COUNT);
    wrong[8 + 4] = 77;
    Files.write(file, wrong);
    assertThatThrownBy(this::open)
        .hasMessageContaining(file + ", byte 12: expected a class number from 0 to 9, received 77");
    Files.write(file, labels(COUNT - 1));
    assertThatThrownBy(this::open)
        .hasMessageContaining("expected as many labels as there are images in")
        .hasMessageContaining("received 6");
  }
}
