package org.dsd4j.data.picture;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Values;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Sets boxes of images to 0. */
final class Erasing {
  private static final int TRIES = 10;
  private static final double SMALLEST_SHARE = 0.02;
  private static final double LARGEST_SHARE = 0.33;
  private static final double NARROWEST = 0.3;
  private static final double WIDEST = 3.3;

  private Erasing() {}

  /**
   * A box of 0.02 to 0.33 of the area and with a height of 0.3 to 3.3 widths, entirely inside the
   * image; null if none of ten draws fits.
   */
  static @Nullable Box randomBox(Extent image, RandomGenerator random) {
    double area = (double) image.height() * image.width();
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * RandomResizedCrop.between(SMALLEST_SHARE, LARGEST_SHARE, random);
      double logRatio = RandomResizedCrop.between(Math.log(NARROWEST), Math.log(WIDEST), random);
      int height = (int) Math.rint(Math.sqrt(wanted * Math.exp(logRatio)));
      int width = (int) Math.rint(Math.sqrt(wanted / Math.exp(logRatio)));
      if (height > 0 && width > 0 && height < image.height() && width < image.width()) {
        int top = random.nextInt(image.height() - height + 1);
        int left = random.nextInt(image.width() - width + 1);
        return new Box(top, left, height, width);
      }
    }
    return null;
  }

  /** The part of a square around a random pixel that is inside the image. */
  static Box square(Extent image, int size, RandomGenerator random) {
    int top = random.nextInt(image.height()) - size / 2;
    int left = random.nextInt(image.width()) - size / 2;
    int visibleTop = Math.max(0, top);
    int visibleLeft = Math.max(0, left);
    return new Box(
        visibleTop,
        visibleLeft,
        Math.min(image.height(), top + size) - visibleTop,
        Math.min(image.width(), left + size) - visibleLeft);
  }

  /** The image with zeros in a box. */
  static Values erased(Values image, Box box) {
    Shape shape = image.shape();
    float[] values = image.array().clone();
    for (int row = box.top(); row < box.top() + box.height(); row++) {
      int from = (row * shape.extent(1) + box.left()) * shape.last();
      Arrays.fill(values, from, from + box.width() * shape.last(), 0);
    }
    return new Values(shape, values);
  }
}
