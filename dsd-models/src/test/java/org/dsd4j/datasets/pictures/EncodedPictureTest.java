package org.dsd4j.datasets.pictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Box;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.data.picture.Pictures;
import org.dsd4j.datasets.TestPictures;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Seed;
import org.dsd4j.testing.Fixtures;
import org.dsd4j.testing.SafeTensorsFile;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what Pillow decodes: see make_pictures.py. */
class EncodedPictureTest {
  private static final SafeTensorsFile EXPECTED =
      Fixtures.resource("/pictures/decoded.safetensors");

  private static Picture decode(byte[] bytes) {
    try (EncodedPicture picture = EncodedPicture.open("the picture", bytes)) {
      return picture.decode(Box.whole(picture.size()));
    }
  }

  private static Picture decode(byte[] bytes, Box box) {
    try (EncodedPicture picture = EncodedPicture.open("the picture", bytes)) {
      return picture.decode(box);
    }
  }

  private static byte[] cut(Picture picture, Box box) {
    byte[] rgb = new byte[3 * box.height() * box.width()];
    for (int row = 0; row < box.height(); row++) {
      int from = 3 * ((box.top() + row) * picture.size().width() + box.left());
      System.arraycopy(picture.rgb(), from, rgb, 3 * row * box.width(), 3 * box.width());
    }
    return rgb;
  }

  @TestFactory
  Stream<DynamicTest> decodesAsPillow() {
    return EXPECTED.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      Values expected = EXPECTED.get(name);
                      Picture picture = decode(TestPictures.resource(name));
                      assertThat(picture.size()).isEqualTo(new Extent(19, 27));
                      // JPEG decoders may round differently.
                      int tolerance = name.endsWith(".jpg") ? 2 : 0;
                      for (int i = 0; i < picture.rgb().length; i++) {
                        assertThat(Byte.toUnsignedInt(picture.rgb()[i]))
                            .as("element %d", i)
                            .isBetween(
                                (int) expected.array()[i] - tolerance,
                                (int) expected.array()[i] + tolerance);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> aBoxIsAPartOfTheWhole() {
    List<Box> boxes = List.of(new Box(0, 0, 1, 1), new Box(3, 5, 11, 17), new Box(18, 26, 1, 1));
    return EXPECTED.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      byte[] bytes = TestPictures.resource(name);
                      Picture whole = decode(bytes);
                      for (Box box : boxes) {
                        Picture part = decode(bytes, box);
                        assertThat(part.size()).isEqualTo(box.size());
                        assertThat(part.rgb()).isEqualTo(cut(whole, box));
                      }
                    }));
  }

  /** Cut anywhere: nothing is ever half a picture. */
  @TestFactory
  Stream<DynamicTest> whatBreaksOffIsTold() {
    return EXPECTED.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      byte[] bytes = TestPictures.resource(name);
                      byte[] whole = decode(bytes).rgb();
                      for (int length = 0; length < bytes.length; length++) {
                        byte[] part = Arrays.copyOf(bytes, length);
                        try {
                          // What lies behind the pixels may be missing, as a second moving picture.
                          assertThat(decode(part).rgb()).isEqualTo(whole);
                        } catch (CorruptDataException e) {
                          assertThat(e).hasMessageContaining("the picture");
                        }
                      }
                    }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.jpg", "progressive.jpg", "grey.jpg", "inks.jpg"})
  void aTruncatedJpegIsTold(String name) {
    byte[] bytes = TestPictures.resource(name);
    for (int missing : new int[] {1, 2, 10, bytes.length / 4}) {
      assertThatThrownBy(() -> decode(Arrays.copyOf(bytes, bytes.length - missing)))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage(
              "the picture: expected a JPEG picture up to its end marker, received one that breaks"
                  + String.format(
                      Locale.ROOT,
                      " off after %d bytes; get the picture again from its source, or remove it",
                      bytes.length - missing));
    }
  }

  @Test
  void dataThatEndTooEarlyBeforeTheEndMarkerAreTold() {
    byte[] bytes = TestPictures.resource("plain.jpg");
    byte[] shortened = Arrays.copyOf(bytes, bytes.length - 60);
    shortened[shortened.length - 2] = (byte) 0xff;
    shortened[shortened.length - 1] = (byte) 0xd9;
    assertThatThrownBy(() -> decode(shortened))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("the picture: expected a picture without damage, received Corrupt");
  }

  @Test
  void bytesBehindThePictureArePassedOver() {
    for (String name : List.of("plain.jpg", "grey.png", "moving.gif", "plain.bmp")) {
      byte[] bytes = TestPictures.resource(name);
      assertThat(decode(Arrays.copyOf(bytes, bytes.length + 100)).rgb())
          .isEqualTo(decode(bytes).rgb());
    }
  }

  @Test
  void zerosBetweenTheSegmentsOfAJpegArePassedOver() {
    byte[] bytes = TestPictures.resource("plain.jpg");
    int second = 4 + ByteBuffer.wrap(bytes).getShort(4);
    byte[] padded = new byte[bytes.length + 5];
    System.arraycopy(bytes, 0, padded, 0, second);
    System.arraycopy(bytes, second, padded, second + 5, bytes.length - second);
    assertThat(decode(padded).rgb()).isEqualTo(decode(bytes).rgb());
    padded[second + 2] = 7;
    assertThatThrownBy(() -> decode(padded))
        .hasMessageContaining("byte " + (second + 2) + ": expected a marker, which begins with ff");
  }

  @Test
  void kindsOfJpegThatNobodyShowsAreRefusedByWhatTheyAre() {
    byte[] bytes = TestPictures.resource("plain.jpg");
    int frame = 2;
    while (bytes[frame + 1] != (byte) 0xc0) {
      frame += 2 + ByteBuffer.wrap(bytes).getShort(frame + 2);
    }
    byte[] deep = bytes.clone();
    deep[frame + 4] = 12;
    assertThatThrownBy(() -> decode(deep))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("the picture: expected a picture, received Unsupported JPEG ");
    byte[] lossless = bytes.clone();
    lossless[frame + 1] = (byte) 0xc3;
    assertThatThrownBy(() -> decode(lossless))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("the picture: expected a picture, received Unsupported JPEG ");
  }

  @Test
  void aFlippedBitInAPngIsTold() {
    byte[] bytes = TestPictures.resource("rgba.png");
    bytes[bytes.length / 2] ^= 4;
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("the picture, byte ")
        .hasMessageContaining("expected a chunk with the checksum");
  }

  @Test
  void whatIsNoPictureIsTold() {
    for (byte[] bytes : List.of(new byte[0], new byte[10], "<html>".getBytes())) {
      assertThatThrownBy(() -> decode(bytes))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining("the picture: expected a JPEG, PNG, BMP or GIF picture");
    }
  }

  /** Where headers keep height and width: JPEG's frame, PNG's IHDR, GIF's descriptor, BMP. */
  private static byte[] claiming(String name, int height, int width) {
    byte[] bytes = TestPictures.resource(name);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (name.endsWith(".png")) {
      buffer.putInt(16, width).putInt(20, height);
      CRC32 crc = new CRC32();
      crc.update(bytes, 12, 17);
      buffer.putInt(29, (int) crc.getValue());
    } else if (name.endsWith(".jpg")) {
      int frame = 2;
      while (bytes[frame + 1] != (byte) 0xc0) {
        frame += 2 + buffer.getShort(frame + 2);
      }
      buffer.putShort(frame + 5, (short) height).putShort(frame + 7, (short) width);
    } else {
      buffer.order(ByteOrder.LITTLE_ENDIAN);
      int descriptor = 0;
      while (bytes[descriptor] != ',' || buffer.getInt(descriptor + 1) != 0) {
        descriptor++;
      }
      buffer.putShort(descriptor + 5, (short) width).putShort(descriptor + 7, (short) height);
    }
    return bytes;
  }

  @Test
  void aHeaderIsNotBelieved() {
    assertThatThrownBy(() -> decode(claiming("rgba.png", 100_000, 100_000)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("the picture: expected at most ")
        .hasMessageContaining(" pixels, for a heap of ")
        .hasMessageContaining("received 100000×100000, which are 10000000000 and take ")
        .hasMessageEndingWith("; scale the picture down");
    assertThatThrownBy(() -> decode(claiming("plain.jpg", 65_000, 64_000)))
        .hasMessageContaining("received 64000×65000");
    assertThatThrownBy(() -> decode(claiming("moving.gif", 65_000, 65_000)))
        .hasMessageContaining("received 65000×65000");
    byte[] bmp = TestPictures.resource("plain.bmp");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, 100_000).putInt(22, 100_000);
    assertThatThrownBy(() -> decode(bmp))
        .hasMessageContaining("expected a BMP picture of 30000000054 bytes, received 1650 bytes");
  }

  /** 6,000 × 5,000 pixels of one colour, row by row. */
  private static byte[] largePng() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Arrays.copyOf(TestPictures.resource("rgba.png"), 33));
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    byte[] row = new byte[1 + 3 * 6_000];
    Arrays.fill(row, 1, row.length, (byte) 200);
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream rows = new DeflaterOutputStream(data, fast, 1 << 16)) {
      for (int y = 0; y < 5_000; y++) {
        rows.write(row);
      }
    } finally {
      fast.end();
    }
    chunk(bytes, "IDAT", data.toByteArray());
    chunk(bytes, "IEND", new byte[0]);
    byte[] png = bytes.toByteArray();
    // Red, green and blue of 8 bits.
    png[25] = 2;
    ByteBuffer.wrap(png).putInt(16, 6_000).putInt(20, 5_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    return png;
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] checked = new byte[4 + content.length];
    System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, checked, 0, 4);
    System.arraycopy(content, 0, checked, 4, content.length);
    CRC32 crc = new CRC32();
    crc.update(checked);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(checked);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /** As a telephone of 108 megapixels takes it; and however few bytes a picture has. */
  @Test
  void aLargePictureIsRead() throws IOException {
    byte[] png = largePng();
    assertThat(png.length).isLessThan(500_000);
    Framing framing = Pictures.resizeAndCenterCrop(8, 6);
    try (EncodedPicture picture = EncodedPicture.open("large.png", png)) {
      assertThat(picture.size()).isEqualTo(new Extent(5_000, 6_000));
      assertThat(picture.features(framing, Seed.of(1).stream()).array()).containsOnly(200 / 255f);
    }
    BufferedImage grey = new BufferedImage(12_000, 9_000, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(11_999, 8_999, 0, 255);
    byte[] jpeg = TestPictures.jpeg(grey, 0.5f);
    try (EncodedPicture picture = EncodedPicture.open("large.jpg", jpeg)) {
      assertThat(picture.size()).isEqualTo(new Extent(9_000, 12_000));
      assertThat(picture.features(framing, Seed.of(1).stream()).array()).containsOnly(0);
    }
  }

  @Test
  void aPictureWaitsForRoomAndIsRefusedWhereThereIsTooLittle() {
    DecodingRoom room = new DecodingRoom(200 << 20, 100 << 20);
    Extent size = new Extent(4_000, 3_500);
    AtomicInteger decoding = new AtomicInteger();
    // 41 of 100 MB each: never three at once.
    List<Integer> together =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(
                i ->
                    room.with(
                        "picture " + i,
                        size,
                        3,
                        () -> {
                          int count = decoding.incrementAndGet();
                          Thread.onSpinWait();
                          decoding.decrementAndGet();
                          return count;
                        }))
            .toList();
    assertThat(together).hasSize(16).allMatch(count -> count >= 1 && count <= 2);
    assertThatThrownBy(() -> room.with("large.png", new Extent(6_000, 6_000), 3, () -> 1))
        .isInstanceOf(CorruptDataException.class)
        .hasMessage(
            "large.png: expected at most 34952533 pixels, for a heap of 200 MB, received 6000×6000,"
                + " which are 36000000 and take 103 MB; start Java with -Xmx1g or scale the picture"
                + " down");
    assertThatThrownBy(
            () ->
                room.with(
                    "fails.png",
                    size,
                    3,
                    () -> {
                      throw new IllegalStateException("damaged");
                    }))
        .hasMessage("damaged");
    assertThat(room.<Integer>with("next.png", new Extent(5_000, 6_000), 3, () -> 1)).isEqualTo(1);
  }

  @Test
  void aGifWhoseDataEndTooEarlyIsTold() {
    assertThatThrownBy(() -> decode(claiming("moving.gif", 25, 27)))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("expected 25 rows of pixels, received data that end after 19");
  }

  @Test
  void aSecondFrameOrSegmentsOfNoLengthAreTold() {
    byte[] bytes = TestPictures.resource("plain.jpg");
    byte[] twice = new byte[2 * bytes.length - 2];
    System.arraycopy(bytes, 0, twice, 0, bytes.length - 2);
    System.arraycopy(bytes, 2, twice, bytes.length - 2, bytes.length - 2);
    assertThatThrownBy(() -> decode(twice)).hasMessageContaining("expected one frame");
    bytes[4] = 0;
    bytes[5] = 1;
    assertThatThrownBy(() -> decode(bytes))
        .hasMessageContaining("the picture, byte 4: expected a segment's length of at least 2");
  }

  @Test
  void aBoxBeyondThePictureIsTheCallersMistake() {
    assertThatThrownBy(() -> decode(TestPictures.resource("plain.jpg"), new Box(0, 0, 20, 27)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one in the picture, 19×27");
  }
}
