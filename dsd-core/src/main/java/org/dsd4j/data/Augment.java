package org.dsd4j.data;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Transforms of images [H, W, C]. All throw a {@link ShapeException} on features of another rank.
 */
public final class Augment {
  private Augment() {}

  private interface ImageFunction {
    Values apply(Values image, RandomGenerator random);
  }

  private static Transform image(ImageFunction function) {
    return (sample, random) -> {
      if (sample.features().shape().rank() != 3) {
        throw new ShapeException(
            "image transform",
            "images [height, width, channels]",
            sample.features().shape(),
            "transform images only");
      }
      return sample.withFeatures(function.apply(sample.features(), random));
    };
  }

  /**
   * What networks for CIFAR are trained with: {@code padding} zeros on every side, a crop of the
   * original size at random, and a flip from left to right with probability one half. On images
   * that are normalised already, as this library's data sets deliver them, the zeros are of the
   * mean colour.
   */
  public static Transform cropAndFlip(int padding) {
    return randomCrop(padding).then(horizontalFlip());
  }

  /** Pads by zeros on every side, then cuts out the original size at random. */
  public static Transform randomCrop(int padding) {
    Check.notNegative("padding", padding);
    return image(
        (image, random) -> {
          int top = random.nextInt(2 * padding + 1) - padding;
          int left = random.nextInt(2 * padding + 1) - padding;
          return cut(image, top, left, image.shape().extent(0), image.shape().extent(1));
        });
  }

  /** Flips from left to right with probability one half. */
  public static Transform horizontalFlip() {
    return image((image, random) -> random.nextBoolean() ? flipped(image) : image);
  }

  /** Adds {@code padding} zeros on every side. */
  public static Transform pad(int padding) {
    Check.notNegative("padding", padding);
    return image(
        (image, random) -> {
          int height = image.shape().extent(0) + 2 * padding;
          int width = image.shape().extent(1) + 2 * padding;
          return cut(image, -padding, -padding, height, width);
        });
  }

  /** Cuts out the middle; zeros where the image is smaller. */
  public static Transform centerCrop(int height, int width) {
    Check.positive("height", height);
    Check.positive("width", width);
    return image(
        (image, random) ->
            cut(
                image,
                (image.shape().extent(0) - height) / 2,
                (image.shape().extent(1) - width) / 2,
                height,
                width));
  }

  /**
   * Subtracts the mean of each channel and divides by its deviation. The transform throws a {@link
   * ShapeException} on images of another number of channels.
   *
   * @throws IllegalArgumentException if there are not as many means as deviations, or a deviation
   *     is not above 0
   */
  public static Transform normalize(float[] mean, float[] deviation) {
    float[] means = mean.clone();
    float[] factors = new float[deviation.length];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = (float) (1 / Check.positive("deviation of channel " + c, deviation[c]));
    }
    Check.argument(
        means.length == factors.length,
        "normalization",
        "as many means as deviations",
        means.length + " and " + factors.length,
        "pass one of each for every channel");
    return image(
        (image, random) -> {
          int channels = image.shape().last();
          if (channels != means.length) {
            throw new ShapeException(
                "normalization",
                means.length + " channels",
                channels,
                "pass a mean and a deviation for every channel");
          }
          float[] values = image.array().clone();
          for (int i = 0; i < values.length; i++) {
            values[i] = (values[i] - means[i % channels]) * factors[i % channels];
          }
          return new Values(image.shape(), values);
        });
  }

  private static Values flipped(Values image) {
    int width = image.shape().extent(1);
    int channels = image.shape().last();
    float[] from = image.array();
    float[] to = new float[from.length];
    for (int row = 0; row < image.shape().extent(0); row++) {
      for (int x = 0; x < width; x++) {
        System.arraycopy(
            from,
            (row * width + x) * channels,
            to,
            (row * width + width - 1 - x) * channels,
            channels);
      }
    }
    return new Values(image.shape(), to);
  }

  /** The window from (top, left) on; zero where it lies outside of the image. */
  private static Values cut(Values image, int top, int left, int height, int width) {
    int imageHeight = image.shape().extent(0);
    int imageWidth = image.shape().extent(1);
    int channels = image.shape().last();
    float[] result = new float[height * width * channels];
    int from = Math.max(0, left);
    int count = Math.max(0, Math.min(imageWidth, left + width) - from);
    for (int row = 0; row < height; row++) {
      int y = top + row;
      if (y >= 0 && y < imageHeight && count > 0) {
        System.arraycopy(
            image.array(),
            (y * imageWidth + from) * channels,
            result,
            (row * width + from - left) * channels,
            count * channels);
      }
    }
    return new Values(Shape.of(height, width, channels), result);
  }
}
