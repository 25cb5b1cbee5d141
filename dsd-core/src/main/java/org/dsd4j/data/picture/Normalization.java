package org.dsd4j.data.picture;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Normalises features to about mean 0 and deviation 1 of each channel, identically in training and
 * inference. Channels are the last extent of the features: of images [H, W, C] with values from 0
 * to 1, as data sets give them; of sequences [T, F]; or of a table's rows [F], in the table's
 * units.
 *
 * @param means the values to subtract, one for each channel
 * @param deviations the values to divide by, as many, each above 0
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
   * @throws IllegalArgumentException if their numbers differ, or a deviation is not above 0
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

  /** The transform that normalises the features of a sample, as {@link #apply}. */
  public Transform transform() {
    Transform transform = (sample, random) -> sample.withFeatures(apply(sample.features()));
    return transform.named(toString());
  }

  /**
   * Subtracts the mean of each channel and divides by its deviation.
   *
   * @param features [..., C]: the features of a sample or a batch
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

  /** For example {@code normalization by means 0.5 and deviations 0.25}. */
  @Override
  public String toString() {
    return "normalization by means "
        + Numerals.list(means)
        + " and deviations "
        + Numerals.list(deviations);
  }
}
