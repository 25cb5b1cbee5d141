package org.dsd4j.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
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
    assertThat(pixels[6]).isCloseTo((10 / 255f - 0.4914f) / 0.2470f, within());
    assertThat(pixels[7]).isCloseTo((100 / 255f - 0.4822f) / 0.2435f, within());
    assertThat(pixels[8]).isCloseTo((2 / 255f - 0.4465f) / 0.2616f, within());
  }

  private static org.assertj.core.data.Offset<Float> within() {
    return org.assertj.core.data.Offset.offset(1e-5f);
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
        .hasMessageContaining("expected a picture");
    Files.delete(cat);
    assertThatThrownBy(() -> Cifar10.train(pictures))
        .hasMessageContaining("expected pictures in a folder 'cat', received none");
  }
}
