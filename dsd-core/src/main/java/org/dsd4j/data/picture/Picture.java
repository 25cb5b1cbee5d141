package org.dsd4j.data.picture;

import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;

/**
 * A decoded picture of any size: one byte each for red, green and blue of every pixel, [H, W, 3].
 *
 * @param size its height and width
 * @param rgb the pixels, row by row; not copied, and must not be changed afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier between decoder and framing, never a key
public record Picture(Extent size, byte[] rgb) {
  /** The number of bytes of a pixel. */
  public static final int CHANNELS = 3;

  /** Checks the number of bytes. */
  public Picture {
    long expected = (long) CHANNELS * size.height() * size.width();
    Check.argument(
        rgb.length == expected,
        "pixels of a picture of " + size,
        expected + " bytes",
        rgb.length,
        "pass red, green and blue of every pixel");
  }

  @Override
  public String toString() {
    return "picture of " + size;
  }
}
