package org.dsd4j.measure;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Transform;
import org.dsd4j.data.condition.LabelNoise;
import org.dsd4j.evaluate.Evaluator;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;

/**
 * How a network predicts training samples with wrong labels:
 *
 * <pre>{@code
 * Memorization memorization = Memorization.of(network, training);
 * memorization.memorised();   // 0.88: of the wrong labels, 88 % were learnt by heart
 * memorization.recovered();   // 0.09: of these samples, 9 % are seen as what they are
 * }</pre>
 *
 * <p>A sample is predicted as the class of the largest of the network's main outputs [classes], the
 * first of equal ones; as none if one of them is NaN. Samples {@linkplain Dataset#NO_TARGET without
 * a class} do not count.
 *
 * @param wrong the number of samples whose label is wrong
 * @param asLabelled how many of them are predicted as their wrong label says
 * @param asTrue how many of them are predicted as their true class
 * @param right the number of samples whose label is right
 * @param correct how many of them are predicted as it says
 */
public record Memorization(int wrong, int asLabelled, int asTrue, int right, int correct) {
  /** The prediction from outputs of which one is NaN. */
  private static final int NO_CLASS = -2;

  /**
   * Measures a network on the data that it was trained on.
   *
   * @throws IllegalArgumentException if the network's main output is not one number for each class
   * @throws org.dsd4j.tensor.ShapeException if the samples do not fit the network
   */
  public static Memorization of(Network network, LabelNoise training) {
    return of(network, training, Transform.identity());
  }

  /**
   * Measures a network whose samples go through a transform before, such as a normalisation. Leave
   * augmentation out.
   */
  public static Memorization of(Network network, LabelNoise training, Transform transform) {
    return of(predicted(network, training, transform), training);
  }

  /**
   * Measures classes that were predicted before.
   *
   * @param predicted the class predicted for each sample, in the order of the data; a negative
   *     number for none
   * @throws IllegalArgumentException if there are more or fewer than samples
   */
  public static Memorization of(int[] predicted, LabelNoise training) {
    Check.argument(
        predicted.length == training.size(),
        "predictions for " + training.name(),
        "one for each of " + training.size() + " samples",
        predicted.length,
        "predict the data set with the noise, all of it");
    int[] wrong = training.wrong();
    int[] right =
        IntStream.range(0, predicted.length)
            .filter(i -> !training.isWrong(i) && training.label(i) != Dataset.NO_TARGET)
            .toArray();
    return new Memorization(
        wrong.length,
        count(wrong, i -> predicted[i] == training.label(i)),
        count(wrong, i -> predicted[i] == training.trueLabel(i)),
        right.length,
        count(right, i -> predicted[i] == training.label(i)));
  }

  private static int count(int[] samples, IntPredicate condition) {
    return (int) Arrays.stream(samples).filter(condition).count();
  }

  private static int[] predicted(Network network, LabelNoise training, Transform transform) {
    int classes = training.classNames().size();
    int[] predicted = new int[training.size()];
    Evaluator.of(network)
        .predict(
            training.map(Check.given("transform", transform)),
            batch -> {
              for (int i = 0; i < batch.size(); i++) {
                float[] output = batch.output(i).array();
                Check.argument(
                    output.length >= classes,
                    "output of the network",
                    "a number for each of " + classes + " classes",
                    batch.output(i).shape(),
                    "measure a network that tells the classes of " + training.name());
                predicted[batch.first() + i] = largest(output);
              }
            });
    return predicted;
  }

  private static int largest(float[] output) {
    int largest = 0;
    for (int c = 0; c < output.length; c++) {
      if (Float.isNaN(output[c])) {
        return NO_CLASS;
      }
      largest = output[c] > output[largest] ? c : largest;
    }
    return largest;
  }

  /**
   * The share of wrong labels that the network reproduces: what it has learnt by heart.
   *
   * @throws IllegalStateException if no label is wrong
   */
  public double memorised() {
    return share(asLabelled, wrong, "wrong labels");
  }

  /**
   * The share of the samples with wrong labels that it predicts as what they truly are.
   *
   * @throws IllegalStateException if no label is wrong
   */
  public double recovered() {
    return share(asTrue, wrong, "wrong labels");
  }

  /**
   * The accuracy on the samples whose label is right.
   *
   * @throws IllegalStateException if none is right
   */
  public double accuracyOnRight() {
    return share(correct, right, "right labels");
  }

  private static double share(int some, int all, String what) {
    if (all == 0) {
      throw new IllegalStateException("share of " + what + ", of which there are none");
    }
    return (double) some / all;
  }

  /** For example {@code 88.1% of 2000 wrong labels memorised, 9.0% recovered}. */
  @Override
  public String toString() {
    return wrong == 0
        ? "no wrong labels"
        : String.format(
            Locale.ROOT,
            "%.1f%% of %d wrong labels memorised, %.1f%% recovered",
            100 * memorised(),
            wrong,
            100 * recovered());
  }
}
