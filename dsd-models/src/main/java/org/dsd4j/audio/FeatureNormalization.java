package org.dsd4j.audio;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.dsd4j.data.Transform;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.ShapeException;

/**
 * Brings each of the F features to about mean 0 and deviation 1, {@code (x − mean) / deviation}.
 * Computed over one utterance, it removes the influence of room and microphone; computed over all
 * utterances of a speaker or a training set, it preserves the differences between utterances.
 *
 * <p>Deviations below {@link #LEAST_DEVIATION} are replaced by it, so that a constant feature, as
 * in silence, becomes 0.
 *
 * @param means the means to subtract, F of them
 * @param deviations the deviations to divide by, F of them, none negative
 */
public record FeatureNormalization(List<Float> means, List<Float> deviations) {
  /** The smallest divisor. */
  public static final float LEAST_DEVIATION = 1e-5f;

  /** Checks the numbers. */
  public FeatureNormalization {
    means = List.copyOf(means);
    deviations = List.copyOf(deviations);
    Check.argument(
        !means.isEmpty() && means.size() == deviations.size(),
        "normalization of features",
        "as many means as deviations, at least one",
        means.size() + " and " + deviations.size(),
        "pass one of each for every feature");
    for (int f = 0; f < means.size(); f++) {
      Check.argument(
          Float.isFinite(means.get(f)),
          "mean of feature " + f,
          "a finite number",
          means.get(f),
          "pass that of the training data");
      Check.notNegative("deviation of feature " + f, deviations.get(f));
    }
  }

  /**
   * The normalization of all frames of several utterances, such as those of one speaker: their mean
   * and population standard deviation.
   *
   * @param utterances at least one, each [T, F] with the same F
   * @throws ShapeException if the shape of one is different
   */
  public static FeatureNormalization of(Collection<Values> utterances) {
    Check.argument(
        !utterances.isEmpty(), "utterances", "at least one", "none", "pass those of the speaker");
    Values first = utterances.iterator().next();
    int size = first.shape().rank() == 2 ? first.shape().last() : 1;
    double[] means = new double[size];
    double[] squares = new double[size];
    long frames = 0;
    for (Values utterance : utterances) {
      check(utterance, size);
      float[] array = utterance.array();
      for (int from = 0; from < array.length; from += size) {
        frames++;
        // Welford's algorithm avoids the cancellation of squares of large numbers.
        for (int f = 0; f < size; f++) {
          double difference = array[from + f] - means[f];
          means[f] += difference / frames;
          squares[f] += difference * (array[from + f] - means[f]);
        }
      }
    }
    List<Float> deviations = new ArrayList<>();
    List<Float> rounded = new ArrayList<>();
    for (int f = 0; f < size; f++) {
      rounded.add((float) means[f]);
      deviations.add((float) Math.sqrt(squares[f] / frames));
    }
    return new FeatureNormalization(rounded, deviations);
  }

  /**
   * Normalises one utterance by its own mean and deviation.
   *
   * @param features [T, F]
   * @throws ShapeException if they are no such array
   */
  public static Values perUtterance(Values features) {
    return of(List.of(features)).apply(features);
  }

  private static void check(Values features, int size) {
    if (features.shape().rank() != 2 || features.shape().last() != size) {
      throw new ShapeException(
          "normalization of features",
          "frames of " + size + " features [T, " + size + "]",
          features.shape(),
          "pass features of the same kind");
    }
  }

  /**
   * The normalised features.
   *
   * @param features [T, F]
   * @throws ShapeException if they are no such array
   */
  public Values apply(Values features) {
    int size = means.size();
    check(features, size);
    float[] result = features.array().clone();
    for (int f = 0; f < size; f++) {
      float mean = means.get(f);
      float factor = 1 / Math.max(LEAST_DEVIATION, deviations.get(f));
      for (int i = f; i < result.length; i += size) {
        result[i] = (result[i] - mean) * factor;
      }
    }
    return new Values(features.shape(), result);
  }

  /** The transform that normalises the features of a sample. */
  public Transform transform() {
    Transform transform = (sample, random) -> sample.withFeatures(apply(sample.features()));
    return transform.named(toString());
  }

  /** For example {@code normalization of 80 features}. */
  @Override
  public String toString() {
    return "normalization of " + Numerals.counted(means.size(), "feature");
  }
}
