package org.dsd4j.data.picture;

import java.util.random.RandomGenerator;
import org.dsd4j.data.Sample;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Converts colour images, [H, W, 3], to grey ones, [H, W, 1]: the luminance 0.299 R + 0.587 G +
 * 0.114 B of ITU-R BT.601, as Pillow's mode "L". Three equal values give exactly that value.
 */
public final class Greyscale implements Transform {
  private static final float RED = 0.299f;
  private static final float GREEN = 0.587f;
  private static final float BLUE = 0.114f;

  /**
   * The grey image.
   *
   * @throws ShapeException if the features are not a colour image
   */
  @Override
  public Sample apply(Sample sample, RandomGenerator random) {
    Shape shape = sample.features().shape();
    if (shape.rank() != 3 || shape.last() != Picture.CHANNELS) {
      throw new ShapeException(
          "greyscale", "images [height, width, 3]", shape, "transform colour images only");
    }
    float[] rgb = sample.features().array();
    float[] grey = new float[rgb.length / Picture.CHANNELS];
    for (int i = 0; i < grey.length; i++) {
      int at = Picture.CHANNELS * i;
      grey[i] = RED * rgb[at] + GREEN * rgb[at + 1] + BLUE * rgb[at + 2];
    }
    return sample.withFeatures(new Values(Shape.of(shape.extent(0), shape.extent(1), 1), grey));
  }

  @Override
  public String toString() {
    return "greyscale";
  }
}
