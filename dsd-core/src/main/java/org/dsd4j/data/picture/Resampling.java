package org.dsd4j.data.picture;

import java.util.Arrays;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;

/**
 * Bilinear scaling of pictures with antialiasing, horizontally and then vertically, in fixed point
 * and with bytes in between, which gives the same results as Pillow.
 */
final class Resampling {
  /** The number of fractional bits that fit beside a byte and the carry of a sum. */
  private static final int BITS = 22;

  private static final int ONE_HALF = 1 << (BITS - 1);
  private static final float WHITE = 255;
  private static final int CHANNELS = Picture.CHANNELS;

  private Resampling() {}

  /**
   * The source pixels along one axis of each pixel of the result.
   *
   * @param first the first source pixel
   * @param count the number of source pixels
   * @param weights in fixed point, {@code stride} for each pixel of the result
   */
  @SuppressWarnings("ArrayRecordComponent") // made and used here
  private record Taps(int[] first, int[] count, int[] weights, int stride) {
    /**
     * The taps of pixels {@code from} to {@code from + wanted} of {@code length} pixels scaled to
     * {@code scaled}.
     */
    static Taps of(int length, int scaled, int from, int wanted) {
      double scale = (double) length / scaled;
      // The triangle extends to the next pixel or, in downscaling, over a pixel of the result.
      double reach = Math.max(1, scale);
      int stride = 2 * (int) Math.ceil(reach) + 1;
      Taps taps = new Taps(new int[wanted], new int[wanted], new int[wanted * stride], stride);
      for (int i = 0; i < wanted; i++) {
        taps.fill(i, (from + i + 0.5) * scale, reach, length);
      }
      return taps;
    }

    private void fill(int pixel, double center, double reach, int length) {
      int from = Math.max(0, (int) (center - reach + 0.5));
      int to = Math.min(length, (int) (center + reach + 0.5));
      double[] heights = new double[to - from];
      double sum = 0;
      for (int i = 0; i < heights.length; i++) {
        heights[i] = Math.max(0, 1 - Math.abs((i + from - center + 0.5) * (1 / reach)));
        sum += heights[i];
      }
      first[pixel] = from;
      count[pixel] = heights.length;
      for (int i = 0; i < heights.length; i++) {
        weights[pixel * stride + i] = (int) (0.5 + heights[i] / sum * (1 << BITS));
      }
    }

    private int end() {
      int last = first.length - 1;
      return first[last] + count[last];
    }
  }

  /** The window of the scaled picture, [H, W, 3], from 0 to 1. */
  static Values resample(Picture picture, Extent scaled, Box window) {
    Extent size = picture.size();
    Taps across = Taps.of(size.width(), scaled.width(), window.left(), window.width());
    Taps down = Taps.of(size.height(), scaled.height(), window.top(), window.height());
    int firstRow = down.first[0];
    int[] rows = across(picture, across, firstRow, down.end());
    float[] values = down(rows, down, firstRow, CHANNELS * window.width());
    return new Values(Shape.of(window.height(), window.width(), CHANNELS), values);
  }

  /** Scales some rows to the window's width. */
  private static int[] across(Picture picture, Taps taps, int firstRow, int endRow) {
    byte[] rgb = picture.rgb();
    int width = taps.first.length;
    int[] result = new int[(endRow - firstRow) * width * CHANNELS];
    int at = 0;
    for (int row = firstRow; row < endRow; row++) {
      int start = row * picture.size().width();
      for (int x = 0; x < width; x++) {
        int red = ONE_HALF;
        int green = ONE_HALF;
        int blue = ONE_HALF;
        int from = (start + taps.first[x]) * CHANNELS;
        for (int i = 0; i < taps.count[x]; i++) {
          int weight = taps.weights[x * taps.stride + i];
          red += weight * (rgb[from] & 0xff);
          green += weight * (rgb[from + 1] & 0xff);
          blue += weight * (rgb[from + 2] & 0xff);
          from += CHANNELS;
        }
        result[at] = red >> BITS;
        result[at + 1] = green >> BITS;
        result[at + 2] = blue >> BITS;
        at += CHANNELS;
      }
    }
    return result;
  }

  /** Scales columns to the window's height. */
  private static float[] down(int[] rows, Taps taps, int firstRow, int rowLength) {
    int height = taps.first.length;
    float[] result = new float[height * rowLength];
    int[] sums = new int[rowLength];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, ONE_HALF);
      for (int i = 0; i < taps.count[y]; i++) {
        int weight = taps.weights[y * taps.stride + i];
        int from = (taps.first[y] + i - firstRow) * rowLength;
        for (int x = 0; x < rowLength; x++) {
          sums[x] += weight * rows[from + x];
        }
      }
      for (int x = 0; x < rowLength; x++) {
        result[y * rowLength + x] = (sums[x] >> BITS) / WHITE;
      }
    }
    return result;
  }
}
