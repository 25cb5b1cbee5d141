package org.dsd4j.datasets;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.dsd4j.data.Box;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Frame;
import org.dsd4j.data.Framing;
import org.dsd4j.data.Picture;
import org.dsd4j.data.Values;
import org.dsd4j.datasets.JpegFile.Inks;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG, PNG, BMP or GIF file whose header was read and whose pixels are decoded when asked for,
 * as {@link RgbPixels} says. Of a moving picture that is the first one. How a camera was held
 * (EXIF) is not looked at, nor are colour profiles, as torchvision does by default.
 *
 * <p>Everything wrong with a file becomes a {@link CorruptDataException} that names it. For one
 * thread; close it.
 */
final class EncodedPicture implements AutoCloseable {
  /** More than cameras of today deliver; as red, green and blue bytes 200 MB. */
  private static final int MOST_PIXELS = 1 << 26;

  /** More than compression reaches on any picture that is worth looking at. */
  private static final int MOST_PIXELS_PER_BYTE = 2048;

  private static final String JPEG = "jpeg";
  private static final String GIF = "gif";

  private final String name;
  private final long length;
  private final Inks inks;
  private final String format;
  private final ImageReader reader;
  private final Extent size;
  private @Nullable String warning;

  private EncodedPicture(String name, long length, Format format) {
    this.name = name;
    this.length = length;
    this.inks = format.inks;
    this.format = format.imageIoName;
    this.reader = ImageIO.getImageReadersByFormatName(format.imageIoName).next();
    reader.addIIOReadWarningListener((source, message) -> warn(message));
    // In memory: by default ImageIO writes every stream to a temporary file first.
    reader.setInput(
        new MemoryCacheImageInputStream(new ByteArrayInputStream(format.stream)), true, true);
    this.size = guarded(this::readSize);
  }

  @SuppressWarnings("ArrayRecordComponent") // handed straight on
  private record Format(String imageIoName, byte[] stream, Inks inks) {}

  /**
   * Reads the header; the format is told by the first bytes, not by the name.
   *
   * @param name what messages call the picture
   * @throws CorruptDataException if it is no picture, or breaks off
   */
  static EncodedPicture open(String name, byte[] bytes) {
    return new EncodedPicture(name, bytes.length, format(name, bytes));
  }

  private static Format format(String name, byte[] bytes) {
    if (JpegFile.isOne(bytes)) {
      JpegFile file = JpegFile.parse(name, bytes);
      return new Format(JPEG, file.stream(), file.inks());
    }
    if (PngFile.isOne(bytes)) {
      PngFile.check(name, bytes);
      return new Format("png", bytes, Inks.NONE);
    }
    if (BmpFile.isOne(bytes)) {
      BmpFile.check(name, bytes);
      return new Format("bmp", bytes, Inks.NONE);
    }
    if (bytes.length > 3 && bytes[0] == 'G' && bytes[1] == 'I' && bytes[2] == 'F') {
      return new Format(GIF, bytes, Inks.NONE);
    }
    throw new CorruptDataException(
        name,
        "a JPEG, PNG, BMP or GIF picture",
        bytes.length == 0 ? "an empty file" : "bytes of no such format",
        "replace or remove the picture");
  }

  private Extent readSize() throws IOException {
    Extent claimed = new Extent(reader.getHeight(0), reader.getWidth(0));
    if (claimed.height() < 1 || claimed.width() < 1) {
      throw corrupt("at least one pixel", "a picture of " + claimed);
    }
    return claimed;
  }

  private void warn(String message) {
    // All of the picture was decoded when JPEG data are longer than they need to be.
    boolean harmless = message.contains("extraneous bytes before marker 0xd9");
    if (warning == null && !harmless) {
      warning = message;
    }
  }

  /** The height and width that the header claims. */
  Extent size() {
    return size;
  }

  /**
   * Decodes a box of the picture. A JPEG picture is decoded no further than that, so damage behind
   * it goes unnoticed unless the file breaks off.
   *
   * @throws CorruptDataException if the picture is damaged, or claims to be larger than is
   *     plausible
   */
  Picture decode(Box box) {
    Check.argument(
        box.isIn(size), "box of " + name, "one in the picture, " + size, box, "repair the framing");
    checkSize();
    byte[] rgb = guarded(() -> format.equals(JPEG) ? decodeBox(box) : decodeWhole(box));
    if (warning != null) {
      throw corrupt("a picture without damage", warning);
    }
    return new Picture(box.size(), rgb);
  }

  /**
   * What a framing sees of the picture, [H, W, 3] from 0 to 1.
   *
   * @throws CorruptDataException as {@link #decode}
   */
  Values features(Framing framing, RandomGenerator random) {
    Frame frame = framing.frame(size, random);
    return frame.features(decode(frame.source()));
  }

  /** A header may claim any size, and decoding would allocate it. */
  private void checkSize() {
    long pixels = (long) size.height() * size.width();
    long most = Math.min(MOST_PIXELS, length * MOST_PIXELS_PER_BYTE);
    if (pixels > most) {
      throw corrupt(
          "at most " + most + " pixels in a file of " + length + " bytes",
          size.width() + "×" + size.height());
    }
  }

  private byte[] decodeBox(Box box) throws IOException {
    ImageReadParam settings = reader.getDefaultReadParam();
    settings.setSourceRegion(new Rectangle(box.left(), box.top(), box.width(), box.height()));
    if (inks == Inks.NONE) {
      return RgbPixels.of(reader.read(0, settings), Box.whole(box.size()));
    }
    Raster raster = reader.readRaster(0, settings);
    return RgbPixels.ofInks(raster, inks == Inks.YCCK);
  }

  private byte[] decodeWhole(Box box) throws IOException {
    BitSet rows = new BitSet();
    reader.addIIOReadUpdateListener(new RowsRead(rows));
    BufferedImage image = reader.read(0);
    // The reader says nothing where data end too early, but which rows it read.
    if (format.equals(GIF) && rows.cardinality() < size.height()) {
      throw corrupt(size.height() + " rows of pixels", "data that end after " + rows.cardinality());
    }
    return RgbPixels.of(image, box);
  }

  /** Decoders meet damaged bytes with whatever their code runs into. */
  private <T> T guarded(Callable<T> action) {
    try {
      return action.call();
    } catch (CorruptDataException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw corrupt("a picture", e.getMessage()).causedBy(e);
    }
  }

  private CorruptDataException corrupt(String expected, @Nullable Object received) {
    return new CorruptDataException(name, expected, received, "replace or remove the picture");
  }

  @Override
  public void close() {
    reader.dispose();
  }
}
