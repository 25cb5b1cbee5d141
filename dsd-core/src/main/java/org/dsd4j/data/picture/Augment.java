package org.dsd4j.data.picture;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Transforms of images [H, W, C]. All except {@link #normalize} throw a {@link ShapeException} for
 * features of another rank.
 */
public final class Augment {
  private Augment() {}

  private interface ImageFunction {
    Values apply(Values image, RandomGenerator random);
  }

  private static Transform image(String name, ImageFunction function) {
    Transform transform =
        (sample, random) -> {
          if (sample.features().shape().rank() != 3) {
            throw new ShapeException(
                "image transform",
                "images [height, width, channels]",
                sample.features().shape(),
                "transform images only");
          }
          return sample.withFeatures(function.apply(sample.features(), random));
        };
    return transform.named(name);
  }

  /**
   * The usual augmentation for CIFAR: {@code padding} zeros on every side, a random crop of the
   * original size, and a horizontal flip with probability one half. In images that are normalised
   * already, as this library's data sets give them, zeros are the mean colour.
   */
  public static Transform cropAndFlip(int padding) {
    return randomCrop(padding).then(horizontalFlip());
  }

  /** Pads with zeros on every side, then takes a random crop of the original size. */
  public static Transform randomCrop(int padding) {
    Check.notNegative("padding", padding);
    return image(
        "random crop with padding " + padding,
        (image, random) -> {
          int top = random.nextInt(2 * padding + 1) - padding;
          int left = random.nextInt(2 * padding + 1) - padding;
          return cut(image, top, left, image.shape().extent(0), image.shape().extent(1));
        });
  }

  /** Flips horizontally with probability one half. */
  public static Transform horizontalFlip() {
    return image(
        "horizontal flip", (image, random) -> random.nextBoolean() ? flipped(image) : image);
  }

  /** Adds {@code padding} zeros on every side. */
  public static Transform pad(int padding) {
    Check.notNegative("padding", padding);
    return image(
        "padding " + padding,
        (image, random) -> {
          int height = image.shape().extent(0) + 2 * padding;
          int width = image.shape().extent(1) + 2 * padding;
          return cut(image, -padding, -padding, height, width);
        });
  }

  /** Crops the centre; pads with zeros where the image is smaller. */
  public static Transform centerCrop(int height, int width) {
    Check.positive("height", height);
    Check.positive("width", width);
    return image(
        "centre crop of " + new Extent(height, width),
        (image, random) ->
            cut(
                image,
                (image.shape().extent(0) - height) / 2,
                (image.shape().extent(1) - width) / 2,
                height,
                width));
  }

  /**
   * Subtracts the mean of each channel and divides by its deviation: {@link
   * Normalization#transform}, which accepts features of any rank.
   *
   * @throws IllegalArgumentException if the numbers of means and deviations differ, or a deviation
   *     is not above 0
   */
  public static Transform normalize(float[] mean, float[] deviation) {
    return Normalization.of(mean, deviation).transform();
  }

  /**
   * Changes brightness, contrast and saturation by factors from {@code 1 - setting} to {@code 1 +
   * setting} and rotates the hue by up to {@code hue} of the colour circle, in random order, by
   * torchvision's formulas. Settings of 0 change nothing; 0.4, 0.4, 0.4 and 0.1 are usual.
   *
   * <p>For RGB images from 0 to 1, that is before a normalisation: the transform throws an {@link
   * IllegalArgumentException} for other values.
   *
   * @throws IllegalArgumentException if a setting is negative or the hue above 0.5
   */
  public static Transform colorJitter(
      double brightness, double contrast, double saturation, double hue) {
    ColorJitter jitter = new ColorJitter(brightness, contrast, saturation, hue);
    return image(
        jitter.toString(),
        (image, random) -> {
          checkColors("colour jitter", image);
          float[] rgb = image.array().clone();
          jitter.apply(rgb, random);
          return new Values(image.shape(), rgb);
        });
  }

  /**
   * Adds one random colour to all pixels of an image, along the principal components of a data
   * set's colours: the sum of eigenvector · eigenvalue · a normally distributed number (Krizhevsky
   * et al. 2012). For RGB images from 0 to 1; results can be outside of that range, as in the
   * paper.
   *
   * @param deviation the deviation of the random numbers, 0.1 in the paper
   * @param eigenvalues the eigenvalues of the covariance of red, green and blue, one for each
   *     eigenvector
   * @param eigenvectors the eigenvectors, each of red, green and blue
   */
  public static Transform lighting(double deviation, float[] eigenvalues, float[]... eigenvectors) {
    Check.notNegative("deviation of the lighting", deviation);
    Check.argument(
        eigenvalues.length == eigenvectors.length
            && Arrays.stream(eigenvectors).allMatch(vector -> vector.length == Picture.CHANNELS),
        "principal components",
        "an eigenvalue for each eigenvector of red, green and blue",
        eigenvalues.length + " eigenvalues and " + Arrays.deepToString(eigenvectors),
        "pass three of each");
    float[][] components = new float[eigenvectors.length][];
    for (int i = 0; i < components.length; i++) {
      components[i] = eigenvectors[i].clone();
      for (int c = 0; c < Picture.CHANNELS; c++) {
        components[i][c] *= eigenvalues[i];
      }
    }
    return image(
        "lighting of deviation " + Numerals.text(deviation),
        (image, random) -> {
          checkColors("lighting", image);
          float[] color = new float[Picture.CHANNELS];
          for (float[] component : components) {
            double amount = deviation * random.nextGaussian();
            for (int c = 0; c < color.length; c++) {
              color[c] += (float) (amount * component[c]);
            }
          }
          return added(image, color);
        });
  }

  /**
   * Sets a box to 0, the mean colour after a normalisation, with this probability (Zhong et al.
   * 2020). As in torchvision, the box has 0.02 to 0.33 of the area and a height of 0.3 to 3.3
   * widths; if none of ten draws fits into the image, the image is unchanged.
   *
   * @param probability from 0 to 1; 0.5 is usual
   */
  public static Transform randomErasing(double probability) {
    Check.argument(
        probability >= 0 && probability <= 1,
        "probability of erasing",
        "a number from 0 to 1",
        probability,
        "pass 0.5, say");
    return image(
        "random erasing with probability " + Numerals.text(probability),
        (image, random) -> {
          Box box =
              random.nextDouble() < probability ? Erasing.randomBox(size(image), random) : null;
          return box == null ? image : Erasing.erased(image, box);
        });
  }

  /**
   * Sets a square around a random pixel to 0, the mean colour after a normalisation (DeVries and
   * Taylor 2017). Near the edge only a part of the square is in the image.
   *
   * @param size the side of the square, 16 for CIFAR-10
   */
  public static Transform cutout(int size) {
    Check.positive("size of the cutout", size);
    return image(
        "cutout of " + size,
        (image, random) -> Erasing.erased(image, Erasing.square(size(image), size, random)));
  }

  private static Extent size(Values image) {
    return new Extent(image.shape().extent(0), image.shape().extent(1));
  }

  private static void checkColors(String subject, Values image) {
    if (image.shape().last() != Picture.CHANNELS) {
      throw new ShapeException(
          subject, "images of red, green and blue", image.shape(), "change colour images only");
    }
    for (float value : image.array()) {
      // Check.argument would build a message for each of many values.
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            Check.message(
                subject,
                "values from 0 to 1",
                value,
                "put it before the normalization, and a lighting after the colour jitter"));
      }
    }
  }

  private static Values added(Values image, float[] color) {
    float[] values = image.array().clone();
    for (int i = 0; i < values.length; i += color.length) {
      for (int c = 0; c < color.length; c++) {
        values[i + c] += color[c];
      }
    }
    return new Values(image.shape(), values);
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

  /** The window from (top, left) on; zero outside of the image. */
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
