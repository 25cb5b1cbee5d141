package org.dsd4j.data.picture;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * What brings features to about mean 0 and deviation 1 of each channel: the same in training and in
 * use. Channels are the last extent of the features, whatever they are: images [H, W, C], whose
 * bytes have been brought to 0 to 1 before, as data sets deliver them; sequences [T, F]; rows [F]
 * of a table, in the table's own units.
 *
 * @param means what is subtracted, one for each channel
 * @param deviations what is divided by, as many, each above 0
 */
public record Normalization(List<Float> means, List<Float> deviations) {
  /** Checks the numbers. */
  public Normalization {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    Check.argument(
        means.size() == deviations.size(),
        "normalization",
        "as many means as deviations",
        means.size() + " and " + deviations.size(),
        "pass one of each for every channel");
    Check.argument(
        !means.isEmpty(),
        "normalization",
        "at least one mean",
        "none",
        "pass that of each channel");
    for (int c = 0; c < means.size(); c++) {
      Check.argument(
          Float.isFinite(means.get(c)),
          "mean of channel " + c,
          "a finite number",
          means.get(c),
          "pass that of the training data");
      Check.positive("deviation of channel " + c, deviations.get(c));
    }
  }

  /**
   * A normalisation by these numbers.
   *
   * @throws IllegalArgumentException if there are not as many of both, or a deviation is not above
   *     0
   */
  public static Normalization of(float[] means, float[] deviations) {
    return new Normalization(list(means), list(deviations));
  }

  private static List<Float> list(float[] values) {
    return IntStream.range(0, values.length).mapToObj(c -> values[c]).toList();
  }

  /** The number of channels. */
  public int channels() {
    return means.size();
  }

  /** What does it to the features of a sample, as {@link #apply}. */
  public Transform transform() {
    return (sample, random) -> sample.withFeatures(apply(sample.features()));
  }

  /**
   * Subtracts the mean of each channel and divides by its deviation.
   *
   * @param features [..., C]: of a sample, or of a batch of them
   * @return a copy
   * @throws ShapeException if the last extent is not the number of channels
   */
  public Values apply(Values features) {
    Shape shape = features.shape();
    int channels = channels();
    if (shape.rank() == 0 || shape.last() != channels) {
      throw new ShapeException(
          "normalization",
          channels + " channels",
          shape.rank() == 0 ? "a single number" : shape.last(),
          "pass a mean and a deviation for every channel");
    }
    float[] mean = array(means);
    float[] factor = array(deviations);
    for (int c = 0; c < channels; c++) {
      factor[c] = (float) (1.0 / factor[c]);
    }
    float[] values = features.array().clone();
    for (int i = 0; i < values.length; i += channels) {
      for (int c = 0; c < channels; c++) {
        values[i + c] = (values[i + c] - mean[c]) * factor[c];
      }
    }
    return new Values(shape, values);
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int c = 0; c < array.length; c++) {
      array[c] = values.get(c);
    }
    return array;
  }
}
