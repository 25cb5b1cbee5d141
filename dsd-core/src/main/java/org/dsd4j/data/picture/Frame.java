package org.dsd4j.data.picture;

import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;

/**
 * What becomes of one picture: a box of it is scaled, and of that a window is kept.
 *
 * <p>Scaling is bilinear. Where it makes smaller, each pixel is a mean over all those that it
 * stands for, weighted by a triangle (antialiased); values are rounded to bytes after each of the
 * two directions, across first. So it gives the same bytes as Pillow, with which torchvision scales
 * pictures.
 *
 * @param source the box of the picture
 * @param scaled the size to which it is brought
 * @param window what is kept of that
 */
public record Frame(Box source, Extent scaled, Box window) {
  /** Checks that the window lies in what is scaled. */
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
   * @param box the pixels of the source box, and of nothing else
   * @throws IllegalArgumentException if it has another size
   */
  public Values features(Picture box) {
    Check.argument(
        box.size().equals(source.size()),
        "pixels for a frame",
        "the source box, " + source.size(),
        box.size(),
        "decode the box that the frame asks for");
    return Resampling.resample(box, scaled, window);
  }
}
