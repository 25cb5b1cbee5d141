package org.dsd4j.datasets.pictures;

import java.awt.Rectangle;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.dsd4j.data.CorruptDataException;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Box;
import org.dsd4j.data.picture.Frame;
import org.dsd4j.data.picture.Framing;
import org.dsd4j.data.picture.Picture;
import org.dsd4j.datasets.pictures.JpegFile.Inks;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Extent;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG, PNG, BMP or GIF file whose header has been read and whose pixels are decoded on request
 * (see {@link RgbPixels}). An animation gives its first picture on the screen ({@link GifFile}).
 * EXIF orientation, colour profiles and gamma are ignored: the pixels are those of Pillow's {@code
 * Image.open(file).convert("RGB")}, which torchvision uses.
 *
 * <p>Every fault of a file is a {@link CorruptDataException} that names the file. For use by one
 * thread; must be closed.
 *
 * @hidden
 */
@Internal
public final class EncodedPicture implements AutoCloseable {
  private static final String JPEG = "jpeg";
  private static final String PNG = "png";
  private static final int INKS = 4;

  private final String name;
  private final Format format;
  private final ImageReader reader;
  private final Extent size;
  private @Nullable String warning;

  private EncodedPicture(String name, Format format) {
    this.name = name;
    this.format = format;
    this.reader = ImageIO.getImageReadersByFormatName(format.imageIoName).next();
    reader.addIIOReadWarningListener((source, message) -> warn(message));
    reader.setInput(new BytesInput(format.stream), true, true);
    this.size = guarded(this::readSize);
  }

  /** The stream for ImageIO, with the facts about it that ImageIO does not know. */
  @SuppressWarnings("ArrayRecordComponent") // handed straight on
  private record Format(String imageIoName, byte[] stream, Inks inks, @Nullable GifFile gif) {
    Format(String imageIoName, byte[] stream) {
      this(imageIoName, stream, Inks.NONE, null);
    }
  }

  /**
   * Reads the header; the format is recognised by the first bytes, not by the name.
   *
   * @param name the picture's name in messages
   * @throws CorruptDataException if it is not a picture or is truncated
   */
  public static EncodedPicture open(String name, byte[] bytes) {
    return new EncodedPicture(name, format(name, bytes));
  }

  private static Format format(String name, byte[] bytes) {
    if (JpegFile.isOne(bytes)) {
      JpegFile file = JpegFile.parse(name, bytes);
      return new Format(JPEG, file.stream(), file.inks(), null);
    }
    if (PngFile.isOne(bytes)) {
      return new Format(PNG, PngFile.stream(name, bytes));
    }
    if (BmpFile.isOne(bytes)) {
      BmpFile.check(name, bytes);
      return new Format("bmp", bytes);
    }
    if (GifFile.isOne(bytes)) {
      return new Format("gif", bytes, Inks.NONE, GifFile.parse(name, bytes));
    }
    throw new CorruptDataException(
        name,
        "a JPEG, PNG, BMP or GIF picture",
        bytes.length == 0 ? "an empty file" : "bytes of no such format",
        "replace or remove the picture");
  }

  private Extent readSize() throws IOException {
    GifFile gif = format.gif;
    Extent claimed = gif == null ? new Extent(reader.getHeight(0), reader.getWidth(0)) : gif.size();
    if (claimed.height() < 1 || claimed.width() < 1) {
      throw corrupt("at least one pixel", "a picture of " + claimed);
    }
    return claimed;
  }

  private void warn(String message) {
    // All of the picture was decoded when JPEG data are longer than they need to be; a GIF
    // picture's
    // colours are not taken from ImageIO.
    boolean harmless =
        message.contains("extraneous bytes before marker 0xd9") || format.gif != null;
    if (warning == null && !harmless) {
      warning = message;
    }
  }

  /** The height and width that the header claims. */
  public Extent size() {
    return size;
  }

  /**
   * Decodes a box of the picture. A JPEG or PNG picture is decoded only up to the end of the box,
   * so that later damage goes unnoticed unless the file is truncated.
   *
   * @throws CorruptDataException if the picture is damaged, or needs more memory than there is
   */
  public Picture decode(Box box) {
    return withRoom(box, () -> decodeNow(box));
  }

  /**
   * The part of the picture that a framing selects, [H, W, 3] from 0 to 1.
   *
   * @throws CorruptDataException as {@link #decode}
   */
  public Values features(Framing framing, RandomGenerator random) {
    Frame frame = framing.frame(size, random);
    return withRoom(frame.source(), () -> frame.features(decodeNow(frame.source())));
  }

  private <T> T withRoom(Box box, Supplier<T> decoding) {
    Check.argument(
        box.isIn(size), "box of " + name, "one in the picture, " + size, box, "repair the framing");
    Extent decoded = isDecodedInPart() ? box.size() : size;
    int bytes =
        format.inks == Inks.NONE
            ? guarded(
                () -> RgbPixels.bytesPerPixel(reader.getImageTypes(0).next().getSampleModel()))
            : INKS + Picture.CHANNELS;
    return DecodingRoom.OF_THE_HEAP.with(name, decoded, bytes, decoding);
  }

  private boolean isDecodedInPart() {
    return format.imageIoName.equals(JPEG) || format.imageIoName.equals(PNG);
  }

  private Picture decodeNow(Box box) {
    byte[] rgb = guarded(() -> isDecodedInPart() ? decodeBox(box) : decodeWhole(box));
    if (warning != null) {
      throw corrupt("a picture without damage", warning);
    }
    return new Picture(box.size(), rgb);
  }

  private byte[] decodeBox(Box box) throws IOException {
    ImageReadParam settings = reader.getDefaultReadParam();
    settings.setSourceRegion(new Rectangle(box.left(), box.top(), box.width(), box.height()));
    if (format.inks == Inks.NONE) {
      return RgbPixels.of(reader.read(0, settings), Box.whole(box.size()));
    }
    Raster raster = reader.readRaster(0, settings);
    return RgbPixels.ofInks(raster, format.inks == Inks.YCCK);
  }

  private byte[] decodeWhole(Box box) throws IOException {
    GifFile gif = format.gif;
    if (gif == null) {
      return RgbPixels.of(reader.read(0), box);
    }
    BitSet rows = new BitSet();
    reader.addIIOReadUpdateListener(new RowsRead(rows));
    Raster numbers = reader.read(0).getRaster();
    // The reader does not report truncated data, but it reports which rows it has read.
    if (rows.cardinality() < numbers.getHeight()) {
      throw corrupt(
          numbers.getHeight() + " rows of pixels", "data that end after " + rows.cardinality());
    }
    return gif.rgb(numbers, box);
  }

  /** On damaged bytes, decoders throw exceptions of many kinds. */
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
