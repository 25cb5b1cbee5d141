package org.dsd4j.datasets;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import org.dsd4j.data.Box;

/**
 * Red, green and blue bytes out of what ImageIO decodes, as they were stored, without any
 * conversion of colours. A grey picture gets three equal ones; of 16 bits the upper 8 are taken;
 * transparency is left out.
 */
final class RgbPixels {
  private static final int CHANNELS = 3;

  private final byte[] rgb;
  private final Box box;

  private RgbPixels(Box box) {
    this.box = box;
    this.rgb = new byte[CHANNELS * box.height() * box.width()];
  }

  /** The pixels in a box of an image. */
  static byte[] of(BufferedImage image, Box box) {
    RgbPixels pixels = new RgbPixels(box);
    Raster raster = image.getRaster();
    if (!hasChannels(image.getColorModel())) {
      pixels.copyColors(image);
    } else if (raster.getDataBuffer() instanceof DataBufferByte bytes
        && raster.getSampleModel() instanceof ComponentSampleModel model
        && raster.getSampleModelTranslateX() == 0
        && raster.getSampleModelTranslateY() == 0) {
      pixels.copyBytes(bytes, model);
    } else {
      pixels.copySamples(raster);
    }
    return pixels.rgb;
  }

  /** Not so where pixels are numbers of colours or several channels in one number. */
  private static boolean hasChannels(ColorModel colors) {
    int type = colors.getColorSpace().getType();
    return colors instanceof ComponentColorModel
        && (type == ColorSpace.TYPE_RGB || type == ColorSpace.TYPE_GRAY);
  }

  private void copyColors(BufferedImage image) {
    int[] argb =
        image.getRGB(box.left(), box.top(), box.width(), box.height(), null, 0, box.width());
    for (int i = 0; i < argb.length; i++) {
      rgb[CHANNELS * i] = (byte) (argb[i] >> 16);
      rgb[CHANNELS * i + 1] = (byte) (argb[i] >> 8);
      rgb[CHANNELS * i + 2] = (byte) argb[i];
    }
  }

  private void copyBytes(DataBufferByte buffer, ComponentSampleModel model) {
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
  }

  /** Not by getRGB: Java takes grey values for linear light and would brighten 128 to 188. */
  private void copySamples(Raster raster) {
    int bands = raster.getNumBands() < CHANNELS ? 1 : CHANNELS;
    for (int c = 0; c < CHANNELS; c++) {
      int band = c % bands;
      int surplusBits = raster.getSampleModel().getSampleSize(band) - Byte.SIZE;
      int[] samples =
          raster.getSamples(box.left(), box.top(), box.width(), box.height(), band, (int[]) null);
      for (int i = 0; i < samples.length; i++) {
        rgb[CHANNELS * i + c] = (byte) (samples[i] >> surplusBits);
      }
    }
  }

  /**
   * The pixels of four inks, stored inverted: 255 is none. A colour is what the ink leaves of it
   * times what black leaves; printers' colour profiles are passed over.
   *
   * @param luminance whether the first three are stored as luminance and two differences of colour
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
