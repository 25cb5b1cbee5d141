package org.dsd4j.datasets.pictures;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.util.Arrays;
import org.dsd4j.data.picture.Box;

/**
 * Extracts red, green and blue bytes from pictures that ImageIO decoded, as stored, without any
 * colour conversion. A grey picture gives three equal bytes; samples of 16 bits are reduced to
 * their upper 8, samples of fewer than 8 bits are expanded to 8; transparency is dropped.
 */
final class RgbPixels {
  private static final int CHANNELS = 3;
  private static final int[] RGB_ORDER = {0, 1, 2};
  private static final int[] BGR_ORDER = {2, 1, 0};

  private final byte[] rgb;
  private final Box box;

  private RgbPixels(Box box) {
    this.box = box;
    this.rgb = new byte[CHANNELS * box.height() * box.width()];
  }

  /** The pixels in a box of an image; the result may share the image's memory. */
  static byte[] of(BufferedImage image, Box box) {
    Raster raster = image.getRaster();
    boolean inPlace =
        raster.getDataBuffer() instanceof DataBufferByte
            && raster.getSampleModel() instanceof ComponentSampleModel
            && raster.getSampleModelTranslateX() == 0
            && raster.getSampleModelTranslateY() == 0;
    if (!hasChannels(image.getColorModel())) {
      return new RgbPixels(box).copyColors(image);
    }
    if (!inPlace) {
      return new RgbPixels(box).copySamples(raster);
    }
    DataBufferByte bytes = (DataBufferByte) raster.getDataBuffer();
    ComponentSampleModel model = (ComponentSampleModel) raster.getSampleModel();
    boolean whole = box.equals(new Box(0, 0, image.getHeight(), image.getWidth()));
    if (whole && bytes.getSize() == CHANNELS * image.getHeight() * image.getWidth()) {
      if (Arrays.equals(model.getBandOffsets(), RGB_ORDER)) {
        return bytes.getData();
      }
      if (Arrays.equals(model.getBandOffsets(), BGR_ORDER)) {
        return swapped(bytes.getData());
      }
    }
    return new RgbPixels(box).copyBytes(bytes, model);
  }

  /** The memory in bytes for a pixel while it is decoded, including the result. */
  static int bytesPerPixel(SampleModel decoded) {
    int bytes =
        decoded.getNumDataElements() * DataBuffer.getDataTypeSize(decoded.getTransferType()) / 8;
    return bytes == CHANNELS ? CHANNELS : bytes + CHANNELS;
  }

  private static byte[] swapped(byte[] bgr) {
    for (int i = 0; i < bgr.length; i += CHANNELS) {
      byte blue = bgr[i];
      bgr[i] = bgr[i + 2];
      bgr[i + 2] = blue;
    }
    return bgr;
  }

  /** False where pixels are indices into a palette. */
  private static boolean hasChannels(ColorModel colors) {
    int type = colors.getColorSpace().getType();
    return (colors instanceof ComponentColorModel || colors instanceof DirectColorModel)
        && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY);
  }

  private byte[] copyColors(BufferedImage image) {
    int[] argb = new int[box.width()];
    int to = 0;
    for (int row = box.top(); row < box.top() + box.height(); row++) {
      image.getRGB(box.left(), row, argb.length, 1, argb, 0, argb.length);
      for (int color : argb) {
        rgb[to] = (byte) (color >> 16);
        rgb[to + 1] = (byte) (color >> 8);
        rgb[to + 2] = (byte) color;
        to += CHANNELS;
      }
    }
    return rgb;
  }

  private byte[] copyBytes(DataBufferByte buffer, ComponentSampleModel model) {
    int bands = model.getNumBands() < CHANNELS ? 1 : CHANNELS;
    int step = model.getPixelStride();
    for (int c = 0; c < CHANNELS; c++) {
      int band = c % bands;
      int bank = model.getBankIndices()[band];
      byte[] from = buffer.getData(bank);
      int offset = model.getBandOffsets()[band] + buffer.getOffsets()[bank] + box.left() * step;
      int to = c;
      for (int row = box.top(); row < box.top() + box.height(); row++) {
        int at = offset + row * model.getScanlineStride();
        for (int x = 0; x < box.width(); x++) {
          rgb[to] = from[at];
          at += step;
          to += CHANNELS;
        }
      }
    }
    return rgb;
  }

  /**
   * getRGB is not used: Java takes grey values for linear light and would brighten 128 to 188, and
   * it rounds where fewer bits are expanded to 8.
   */
  private byte[] copySamples(Raster raster) {
    int bands = raster.getNumBands() < CHANNELS ? 1 : CHANNELS;
    int[] samples = new int[box.width()];
    for (int c = 0; c < CHANNELS; c++) {
      int band = c % bands;
      int bits = raster.getSampleModel().getSampleSize(band);
      int to = c;
      for (int row = box.top(); row < box.top() + box.height(); row++) {
        raster.getSamples(box.left(), row, samples.length, 1, band, samples);
        for (int sample : samples) {
          rgb[to] = ofBits(sample, bits);
          to += CHANNELS;
        }
      }
    }
    return rgb;
  }

  private static byte ofBits(int sample, int bits) {
    return (byte)
        (bits >= Byte.SIZE ? sample >> (bits - Byte.SIZE) : sample * 255 / ((1 << bits) - 1));
  }

  /**
   * The pixels of a CMYK picture, stored inverted: 255 means no ink. A colour is the product of
   * what its ink and black leave; printers' colour profiles are ignored.
   *
   * @param luminance whether the first three channels are stored as luminance and two colour
   *     differences
   */
  static byte[] ofInks(Raster raster, boolean luminance) {
    RgbPixels pixels = new RgbPixels(new Box(0, 0, raster.getHeight(), raster.getWidth()));
    int[] row = new int[raster.getNumBands() * raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int x = 0; x < raster.getWidth(); x++) {
        pixels.setInks(y * raster.getWidth() + x, row, 4 * x, luminance);
      }
    }
    return pixels.rgb;
  }

  private void setInks(int pixel, int[] inks, int at, boolean luminance) {
    int black = inks[at + 3];
    int[] left = {inks[at], inks[at + 1], inks[at + 2]};
    if (luminance) {
      double blueness = inks[at + 1] - 128;
      double redness = inks[at + 2] - 128;
      left[0] = 255 - clamp(inks[at] + 1.402 * redness);
      left[1] = 255 - clamp(inks[at] - 0.344136 * blueness - 0.714136 * redness);
      left[2] = 255 - clamp(inks[at] + 1.772 * blueness);
    }
    for (int c = 0; c < CHANNELS; c++) {
      rgb[CHANNELS * pixel + c] = (byte) Math.round(left[c] * black / 255f);
    }
  }

  private static int clamp(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
