package org.dsd4j.datasets.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.DatasetContract;
import org.dsd4j.tensor.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test extends DatasetContract {
  private static final int RECORD = 3073;
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  @TempDir Path binary;
  @TempDir Path pictures;

  @BeforeEach
  void writeFiles() throws IOException {
    for (int b = 1; b <= 5; b++) {
      Files.write(binary.resolve("data_batch_" + b + ".bin"), records(4, b));
    }
    Files.write(binary.resolve("test_batch.bin"), records(10, 0));
    try (OutputStream file = Files.newOutputStream(pictures.resolve("cifar10-test.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int label = 0; label < CLASSES.size(); label++) {
        zip.putNextEntry(new ZipEntry("test/" + CLASSES.get(label) + "/0001.png"));
        zip.write(png(32, label));
        zip.closeEntry();
      }
    }
  }

  /** Records whose red plane is all 10 · label, green all 100 and blue counts up. */
  private static byte[] records(int count, int first) {
    byte[] bytes = new byte[count * RECORD];
    for (int i = 0; i < count; i++) {
      int label = (first + i) % 10;
      int from = i * RECORD;
      bytes[from] = (byte) label;
      Arrays.fill(bytes, from + 1, from + 1025, (byte) (10 * label));
      Arrays.fill(bytes, from + 1025, from + 2049, (byte) 100);
      for (int p = 0; p < 1024; p++) {
        bytes[from + 2049 + p] = (byte) p;
      }
    }
    return bytes;
  }

  /** The same picture as a record's. */
  private static byte[] png(int size, int label) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        image.setRGB(x, y, 10 * label << 16 | 100 << 8 | (y * size + x) & 0xff);
      }
    }
    return encoded(image, "png");
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** A zip file with one picture in each class's folder, without compression. */
  private static void writeZip(Path file, byte[] picture, String... folders) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(picture);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      for (String folder : folders) {
        for (String name : CLASSES) {
          ZipEntry entry = new ZipEntry(folder + name + "/0001.png");
          entry.setSize(picture.length);
          entry.setCrc(crc.getValue());
          zip.putNextEntry(entry);
          zip.write(picture);
          zip.closeEntry();
        }
      }
    }
  }

  private void writeTrainPictures(byte[] picture) throws IOException {
    for (String name : CLASSES) {
      Path folder = Files.createDirectories(pictures.resolve("train").resolve(name));
      Files.write(folder.resolve("a.png"), picture);
    }
  }

  @Override
  protected Dataset open() {
    return Cifar10.train(binary);
  }

  @Test
  void readsTheBinaryVersion() {
    Dataset train = Cifar10.train(binary);
    assertThat(train.size()).isEqualTo(20);
    assertThat(train.featureShape()).isEqualTo(Shape.of(32, 32, 3));
    assertThat(train.classNames()).isEqualTo(CLASSES);
    assertThat(train.target(0).array()).containsExactly(1);
    float[] pixels = train.sample(0).features().array();
    // Red, green and blue of the third pixel of a picture of class 1.
    assertThat(pixels[6]).isCloseTo((10 / 255f - 0.4914f) / 0.2470f, offset(1e-5f));
    assertThat(pixels[7]).isCloseTo((100 / 255f - 0.4822f) / 0.2435f, offset(1e-5f));
    assertThat(pixels[8]).isCloseTo((2 / 255f - 0.4465f) / 0.2616f, offset(1e-5f));
  }

  @Test
  void picturesAndRecordsAreTheSame() {
    Dataset fromZip = Cifar10.test(pictures);
    Dataset fromBinary = Cifar10.test(binary);
    assertThat(fromZip.size()).isEqualTo(10);
    assertThat(fromZip.fingerprint()).isEqualTo(fromBinary.fingerprint());
    assertThat(Cifar10.test(pictures.resolve("cifar10-test.zip")).fingerprint())
        .isEqualTo(fromBinary.fingerprint());
  }

  @Test
  void missingFilesAreNamed() {
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(pictures.toString())
        .hasMessageContaining("data_batch_1.bin")
        .hasMessageContaining("cifar10-train.zip");
  }

  @Test
  void aFileThatIsCutOffIsToldByItsByte() throws IOException {
    Path file = binary.resolve("data_batch_3.bin");
    Files.write(file, Arrays.copyOf(records(4, 3), 3 * RECORD + 5));
    assertThatThrownBy(this::open)
        .hasMessage(
            file
                + ", byte 9219: expected a multiple of 3073 bytes, received a rest of 5; get the"
                + " file again from its source");
  }

  @Test
  void aLabelWithoutClassIsToldByItsByte() throws IOException {
    byte[] wrong = records(4, 3);
    wrong[2 * RECORD] = 11;
    Path file = binary.resolve("data_batch_2.bin");
    Files.write(file, wrong);
    assertThatThrownBy(this::open)
        .hasMessageContaining(
            file + ", byte 6146: expected a class number from 0 to 9, received 11");
  }

  @Test
  void aPictureThatIsNoneOrOfAnotherSizeIsNamed() throws IOException {
    Path folder = pictures.resolve("train");
    for (int label = 0; label < CLASSES.size(); label++) {
      Path sub = Files.createDirectories(folder.resolve(CLASSES.get(label)));
      Files.write(sub.resolve("a.png"), png(32, label));
    }
    assertThat(Cifar10.train(pictures).size()).isEqualTo(10);
    Path cat = folder.resolve("cat/a.png");
    Files.write(cat, png(31, 3));
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .hasMessageContaining(cat.toString())
        .hasMessageContaining("expected 32×32 pixels, received 31×31");
    Files.writeString(cat, "this is no picture");
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .hasMessageContaining(cat.toString())
        .hasMessageContaining("expected a JPEG, PNG, BMP or GIF picture");
    Files.delete(cat);
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .hasMessageContaining("expected pictures in a folder 'cat', received none");
  }

  @Test
  void missingBatchesAreNamed() throws IOException {
    Files.delete(binary.resolve("data_batch_2.bin"));
    Files.delete(binary.resolve("data_batch_5.bin"));
    assertThatThrownBy(this::open)
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("received all but [data_batch_2.bin, data_batch_5.bin]");
  }

  @Test
  void findsTheBatchesInTheFolderOfTheOriginalArchive() throws IOException {
    Path folder = Files.createDirectory(pictures.resolve("cifar-10-batches-bin"));
    Files.copy(binary.resolve("test_batch.bin"), folder.resolve("test_batch.bin"));
    assertThat(Cifar10.test(pictures).fingerprint()).isEqualTo(Cifar10.test(binary).fingerprint());
  }

  @Test
  void aPlaceThatIsNoneIsTold() {
    Path nowhere = binary.resolve("nowhere");
    assertThatThrownBy(() -> Cifar10.test(nowhere))
        .hasMessageContaining(nowhere + ": expected the files [test_batch.bin]")
        .hasMessageContaining("received no such file or folder");
  }

  @Test
  void oneZipFileMayHoldBothParts() throws IOException {
    Path zip = pictures.resolve("both.zip");
    writeZip(zip, png(32, 1), "cifar10/train/", "cifar10/test/");
    assertThat(Cifar10.train(zip).size()).isEqualTo(10);
    assertThat(Cifar10.test(zip).size()).isEqualTo(10);
  }

  @Test
  void theOtherPartIsNotTakenForTheOneAskedFor() throws IOException {
    Path zip = pictures.resolve("some.zip");
    writeZip(zip, png(32, 1), "test/");
    assertThatThrownBy(() -> Cifar10.train(zip))
        .hasMessageContaining(
            "expected pictures below a folder 'train', received only some below 'test'");
  }

  @Test
  void severalMayReadOneZipFileAtOnce() {
    List<String> fingerprints =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(i -> Cifar10.test(pictures).fingerprint())
            .distinct()
            .toList();
    assertThat(fingerprints).containsExactly(Cifar10.test(binary).fingerprint());
  }

  @Test
  void aFlippedBitInAStoredPictureIsTold() throws IOException {
    Path zip = pictures.resolve("cifar10-train.zip");
    byte[] picture = png(32, 1);
    writeZip(zip, picture, "");
    byte[] bytes = Files.readAllBytes(zip);
    // Behind the header of the first entry and its name lies its picture.
    bytes[30 + "airplane/0001.png".length() + picture.length / 2] ^= 1;
    Files.write(zip, bytes);
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(zip + ", entry airplane/0001.png: expected bytes with the checksum");
  }

  @Test
  void aFileThatIsNoZipFileIsTold() throws IOException {
    Path zip = pictures.resolve("cifar10-train.zip");
    Files.writeString(zip, "no zip file at all");
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining(zip + ": expected a zip file");
  }

  @Test
  void greyPicturesKeepTheirValues() throws IOException {
    BufferedImage grey = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage deep = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 1024; i++) {
      grey.getRaster().setSample(i % 32, i / 32, 0, 128);
      deep.getRaster().setSample(i % 32, i / 32, 0, 128 << 8 | 77);
    }
    for (byte[] picture :
        List.of(encoded(grey, "png"), encoded(grey, "jpg"), encoded(deep, "png"))) {
      writeTrainPictures(picture);
      float[] pixels = Cifar10.train(pictures).sample(0).features().array();
      assertThat(pixels[0]).isCloseTo((128 / 255f - 0.4914f) / 0.2470f, offset(1e-5f));
      assertThat(pixels[1]).isCloseTo((128 / 255f - 0.4822f) / 0.2435f, offset(1e-5f));
      assertThat(pixels[2]).isCloseTo((128 / 255f - 0.4465f) / 0.2616f, offset(1e-5f));
    }
  }

  @Test
  void aPictureThatClaimsToBeHugeIsNotDecoded() throws IOException {
    byte[] png = png(32, 1);
    // Width and height of a PNG begin at byte 16; the checksum of the header follows at 29.
    ByteBuffer header = ByteBuffer.wrap(png).putInt(16, 40_000).putInt(20, 40_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    writeTrainPictures(png);
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .hasMessageContaining("expected 32×32 pixels, received 40000×40000");
  }

  @Test
  void hiddenFilesAndOtherFoldersArePassedOver() throws IOException {
    writeTrainPictures(png(32, 1));
    Files.writeString(pictures.resolve("train/cat/._a.png"), "what macOS puts into archives");
    Path other = Files.createDirectories(pictures.resolve("train/zebra"));
    Files.write(other.resolve("a.png"), png(32, 1));
    assertThat(Cifar10.train(pictures).size()).isEqualTo(10);
  }

  @Test
  void picturesAreOrderedByClassAndName() throws IOException {
    writeTrainPictures(png(32, 0));
    for (int i = 1; i <= 3; i++) {
      Files.write(pictures.resolve("train/airplane/b" + i + ".png"), png(32, i));
    }
    Dataset train = Cifar10.train(pictures);
    assertThat(IntStream.range(0, 5).mapToObj(i -> train.target(i).array()[0]))
        .containsExactly(0f, 0f, 0f, 0f, 1f);
    for (int i = 0; i < 4; i++) {
      assertThat(train.sample(i).features().array()[0])
          .isCloseTo((10 * i / 255f - 0.4914f) / 0.2470f, offset(1e-5f));
    }
  }
}
