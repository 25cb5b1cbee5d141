package org.dsd4j.datasets;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.dsd4j.data.CorruptDataException;
import org.jspecify.annotations.Nullable;

/**
 * Decodes pictures of one size to red, green and blue bytes, [H, W, 3]. A grey picture gets three
 * equal ones; transparency is left out.
 */
final class PictureDecoder {
  private final int height;
  private final int width;

  PictureDecoder(int height, int width) {
    this.height = height;
    this.width = width;
  }

  /**
   * The pixels.
   *
   * @param name what messages call the picture
   * @throws CorruptDataException if it is no picture that can be read or has another size
   */
  byte[] decode(String name, byte[] bytes) {
    // In memory: by default ImageIO writes every stream to a temporary file first.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw corrupt(name, "a picture", "bytes of no format that is known");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        checkSize(name, reader);
        BufferedImage image = reader.read(0);
        checkColours(name, reader, image);
        return pixels(image);
      } finally {
        reader.dispose();
      }
    } catch (CorruptDataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // Decoders meet damaged bytes with whatever their code runs into.
      throw corrupt(name, "a picture", e.getMessage()).causedBy(e);
    }
  }

  /** Before decoding: a header may claim any size, and decoding would allocate it. */
  private void checkSize(String name, ImageReader reader) throws IOException {
    if (reader.getHeight(0) != height || reader.getWidth(0) != width) {
      throw corrupt(
          name, width + "×" + height + " pixels", reader.getWidth(0) + "×" + reader.getHeight(0));
    }
  }

  /** Java takes the four inks of a JPEG for red, green, blue and opacity, whatever it says. */
  private static void checkColours(String name, ImageReader reader, BufferedImage image)
      throws IOException {
    boolean jpeg = "jpeg".equalsIgnoreCase(reader.getFormatName());
    if (jpeg && image.getColorModel().getNumComponents() > 3) {
      throw new CorruptDataException(
          name,
          "a grey or RGB picture",
          "a JPEG file of " + image.getColorModel().getNumComponents() + " channels",
          "convert it to RGB");
    }
  }

  private byte[] pixels(BufferedImage image) {
    byte[] rgb = new byte[3 * height * width];
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      copyGrey(image, rgb);
    } else {
      int[] argb = image.getRGB(0, 0, width, height, null, 0, width);
      for (int i = 0; i < argb.length; i++) {
        rgb[3 * i] = (byte) (argb[i] >> 16);
        rgb[3 * i + 1] = (byte) (argb[i] >> 8);
        rgb[3 * i + 2] = (byte) argb[i];
      }
    }
    return rgb;
  }

  /** Not by getRGB: Java takes grey values for linear light and would brighten 128 to 188. */
  private void copyGrey(BufferedImage image, byte[] rgb) {
    Raster raster = image.getRaster();
    int surplusBits = image.getColorModel().getComponentSize(0) - Byte.SIZE;
    int[] grey = raster.getSamples(0, 0, width, height, 0, (int[]) null);
    for (int i = 0; i < grey.length; i++) {
      byte value = (byte) (grey[i] >> surplusBits);
      rgb[3 * i] = value;
      rgb[3 * i + 1] = value;
      rgb[3 * i + 2] = value;
    }
  }

  private static CorruptDataException corrupt(
      String name, String expected, @Nullable Object received) {
    return new CorruptDataException(name, expected, received, "replace or remove the picture");
  }
}
