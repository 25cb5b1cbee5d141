package org.dsd4j.data.picture;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Extent;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Transforms of images [H, W, C]. All but {@link #normalize} throw a {@link ShapeException} on
 * features of another rank.
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
   * Subtracts the mean of each channel and divides by its deviation: {@link
   * Normalization#transform}, which takes features of any rank.
   *
   * @throws IllegalArgumentException if there are not as many means as deviations, or a deviation
   *     is not above 0
   */
  public static Transform normalize(float[] mean, float[] deviation) {
    return Normalization.of(mean, deviation).transform();
  }

  /**
   * Changes brightness, contrast and saturation by factors from {@code 1 - setting} to {@code 1 +
   * setting} and turns the hue by up to {@code hue} of the circle of colours, in random order: the
   * formulas are torchvision's. Settings of 0 change nothing; 0.4, 0.4, 0.4 and 0.1 are usual.
   *
   * <p>For RGB images from 0 to 1, so before a normalisation: the transform throws an {@link
   * IllegalArgumentException} on other values.
   *
   * @throws IllegalArgumentException if a setting is negative or the hue above 0.5
   */
  public static Transform colorJitter(
      double brightness, double contrast, double saturation, double hue) {
    ColorJitter jitter = new ColorJitter(brightness, contrast, saturation, hue);
    return image(
        (image, random) -> {
          checkColors("colour jitter", image);
          float[] rgb = image.array().clone();
          jitter.apply(rgb, random);
          return new Values(image.shape(), rgb);
        });
  }

  /**
   * Adds to all pixels of an image one colour, drawn along the principal components of a data set's
   * colours: the sum of eigenvector · eigenvalue · a normally distributed number (Krizhevsky et al.
   * 2012). For RGB images from 0 to 1; what comes out may lie beyond, as it does there.
   *
   * @param deviation of the numbers drawn, 0.1 in the paper
   * @param eigenvalues of the covariance of red, green and blue, one for each eigenvector
   * @param eigenvectors each of red, green and blue
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
   * With this probability sets a box to 0, which is the mean colour after a normalisation (Zhong et
   * al. 2020). As in torchvision, it has 0.02 to 0.33 of the area and a height of 0.3 to 3.3
   * widths; if none of ten draws fits into the image, it stays as it is.
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
        (image, random) -> {
          Box box =
              random.nextDouble() < probability ? Erasing.randomBox(size(image), random) : null;
          return box == null ? image : Erasing.erased(image, box);
        });
  }

  /**
   * Sets a square around a pixel at random to 0, which is the mean colour after a normalisation
   * (DeVries and Taylor 2017). Near the edge only a part of it lies in the image.
   *
   * @param size of the square, 16 for CIFAR-10
   */
  public static Transform cutout(int size) {
    Check.positive("size of the cutout", size);
    return image(
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
      // Not by Check.argument: it would build a message for every one of many values.
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
