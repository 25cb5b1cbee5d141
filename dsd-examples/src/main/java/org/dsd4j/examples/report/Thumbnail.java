package org.dsd4j.examples.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.dsd4j.data.Values;
import org.dsd4j.data.picture.Normalization;

/** A sample's features as a small picture for a page. */
public final class Thumbnail {
  /** The longest side; larger pictures are reduced by a whole factor. */
  private static final int MOST = 112;

  private static final int RED_GREEN_BLUE = 3;

  private Thumbnail() {}

  /**
   * The picture as a {@code data:} address.
   *
   * @param picture [H, W, C] of one or three channels
   * @param normalization the normalisation to invert
   */
  public static String of(Values picture, Normalization normalization) {
    int height = picture.shape().extent(0);
    int width = picture.shape().extent(1);
    int step = (Math.max(height, width) + MOST - 1) / MOST;
    // A strip narrower than a step keeps one column or row.
    BufferedImage image =
        new BufferedImage(
            Math.max(1, width / step), Math.max(1, height / step), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, colour(picture, normalization, y * step, x * step, step));
      }
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(image));
  }

  private static int colour(Values picture, Normalization normalization, int y, int x, int step) {
    int height = picture.shape().extent(0);
    int width = picture.shape().extent(1);
    int channels = picture.shape().last();
    int colour = 0;
    for (int c = 0; c < RED_GREEN_BLUE; c++) {
      int channel = Math.min(c, channels - 1);
      double sum = 0;
      for (int i = 0; i < step * step; i++) {
        int row = Math.min(height - 1, y + i / step);
        int pixel = row * width + Math.min(width - 1, x + i % step);
        sum += picture.array()[pixel * channels + channel];
      }
      // A single mean applies to all channels.
      int of = Math.min(channel, normalization.channels() - 1);
      double value =
          sum / (step * step) * normalization.deviations().get(of) + normalization.means().get(of);
      colour = colour << 8 | (int) Math.round(255 * Math.min(1, Math.max(0, value)));
    }
    return colour;
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException("a picture for the report cannot be written", e);
    }
    return bytes.toByteArray();
  }
}
