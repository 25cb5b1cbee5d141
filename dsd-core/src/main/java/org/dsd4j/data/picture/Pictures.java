package org.dsd4j.data.picture;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;

/** The usual framings of pictures, equal to torchvision's. */
public final class Pictures {
  private Pictures() {}

  /**
   * A random part, scaled to a square: the usual framing for training on ImageNet (Szegedy et al.
   * 2015).
   */
  public static RandomResizedCrop randomResizedCrop(int size) {
    return new RandomResizedCrop(size);
  }

  /**
   * Scales the shorter side to a length, the longer one in proportion, and takes the central
   * square: the usual framing for testing on ImageNet, as {@code resizeAndCenterCrop(256, 224)}.
   *
   * @throws IllegalArgumentException if the square is larger than the shorter side
   */
  public static Framing resizeAndCenterCrop(int shorterSide, int size) {
    Check.positive("size", size);
    Check.argument(
        shorterSide >= size,
        "shorter side",
        "at least the size of the square, " + size,
        shorterSide,
        "scale to a larger size or cut out less");
    return fixed(
        "shorter side to " + shorterSide + ", centre crop of " + size,
        Extent.square(size),
        picture -> {
          Extent scaled = withShorterSide(picture, shorterSide);
          Box middle =
              new Box(middle(scaled.height(), size), middle(scaled.width(), size), size, size);
          return new Frame(Box.whole(picture), scaled, middle);
        });
  }

  /** Scales the whole picture to one size, without keeping its proportions. */
  public static Framing resize(int height, int width) {
    Extent size = new Extent(height, width).checkPositive("size");
    return fixed(
        "resize to " + size, size, picture -> new Frame(Box.whole(picture), size, Box.whole(size)));
  }

  private interface FrameFunction {
    Frame of(Extent picture);
  }

  private static Framing fixed(String name, Extent size, FrameFunction function) {
    return new Framing() {
      @Override
      public Extent size() {
        return size;
      }

      @Override
      public Frame frame(Extent picture, RandomGenerator random) {
        return function.of(picture);
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  private static Extent withShorterSide(Extent picture, int side) {
    int shorter = Math.min(picture.height(), picture.width());
    return new Extent(
        scale(picture.height(), side, shorter), scale(picture.width(), side, shorter));
  }

  private static int scale(int length, int to, int from) {
    return Math.toIntExact((long) to * length / from);
  }

  /** Halves are rounded to even numbers, as in Python. */
  private static int middle(int whole, int part) {
    return (int) Math.rint((whole - part) / 2.0);
  }
}
