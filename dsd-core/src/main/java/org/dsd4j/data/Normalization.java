package org.dsd4j.data;

import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;

/**
 * What brings images to about mean 0 and deviation 1 of each channel: the same in training and in
 * use.
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
        !means.isEmpty() && means.size() == deviations.size(),
        "normalization",
        "as many means as deviations, at least one",
        means.size() + " and " + deviations.size(),
        "pass one of each for every channel");
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

  /** What does it to the features of a sample; see {@link Augment#normalize}. */
  public Transform transform() {
    return Augment.normalize(array(means), array(deviations));
  }

  private static float[] array(List<Float> values) {
    float[] array = new float[values.size()];
    for (int c = 0; c < array.length; c++) {
      array[c] = values.get(c);
    }
    return array;
  }
}
