package org.dsd4j.data.picture;

import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;

/**
 * The framing of one picture: a box of it is scaled, and a window of the result is kept.
 *
 * <p>Scaling is bilinear. In downscaling, each pixel is a mean over all pixels that it covers,
 * weighted by a triangle (antialiasing); values are rounded to bytes after each of the two
 * directions, horizontal first. The bytes are the same as from Pillow, which torchvision uses.
 *
 * @param source the box of the picture
 * @param scaled the size to which the box is scaled
 * @param window the part to keep of the scaled box
 */
public record Frame(Box source, Extent scaled, Box window) {
  /** Checks that the window is within the scaled box. */
  public Frame {
    scaled.checkPositive("size to scale to");
    Check.argument(
        window.isIn(scaled),
        "window of a frame",
        "one in the scaled picture, " + scaled,
        window,
        "scale to a larger size or keep less");
  }

  /**
   * The features, [H, W, 3], from 0 to 1.
   *
   * @param box the pixels of exactly the source box
   * @throws IllegalArgumentException if it has another size
   */
  public Values features(Picture box) {
    Check.argument(
        box.size().equals(source.size()),
        "pixels for a frame",
        "the source box, " + source.size(),
        box.size(),
        "decode the box that the frame requests");
    return Resampling.resample(box, scaled, window);
  }

  @Override
  public String toString() {
    return source + ", scaled to " + scaled + ", of which " + window;
  }
}
