package org.dsd4j.metric;

import java.util.OptionalInt;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.support.WantedProbabilities;
import org.dsd4j.tensor.Shape;

/**
 * The classes that a metric compares rows of outputs with: class numbers, or the most probable
 * classes where targets are probabilities.
 *
 * @param metric the metric's name, for messages
 * @param ignored a label whose rows do not count, beside {@link Dataset#NO_TARGET}
 */
record RowLabels(String metric, OptionalInt ignored) {
  /**
   * Checks that outputs are of classes.
   *
   * @throws IllegalArgumentException if there is one output only
   */
  void checkClasses(Shape output) {
    Check.argument(
        output.last() > 1,
        metric,
        "outputs of at least two classes",
        output,
        "give the network an output for each class, or measure something else");
  }

  /**
   * Checks one sample's target.
   *
   * @throws IllegalArgumentException if it is neither classes nor probabilities
   */
  void checkTarget(Shape output, Values target) {
    checkClasses(output);
    if (!WantedProbabilities.areProbabilities(output, target.shape())) {
      Check.argument(
          target.array().length == output.rows(),
          "target for " + metric,
          "a class number for each of the " + output.rows() + " rows of the output " + output,
          target.shape(),
          "give every row a class number, or probabilities of the output's shape");
      for (float label : target.array()) {
        check(label, output.last());
      }
    }
  }

  /**
   * The class of each row of a batch; {@link Dataset#NO_TARGET} for rows that do not count.
   *
   * @throws IllegalArgumentException if a class number is none of the outputs'
   */
  int[] of(Shape outputs, float[] target) {
    checkClasses(outputs);
    int classes = outputs.last();
    int[] labels = new int[Math.toIntExact(outputs.rows())];
    boolean soft = isSoft(outputs, target);
    for (int row = 0; row < labels.length; row++) {
      int label = soft ? mostProbable(target, row, classes) : check(target[row], classes);
      labels[row] = isIgnored(label) ? Dataset.NO_TARGET : label;
    }
    return labels;
  }

  /** Whether a batch's targets are probabilities of the classes. */
  static boolean isSoft(Shape outputs, float[] target) {
    return target.length == outputs.rows() * outputs.last();
  }

  private int check(float label, int classes) {
    Check.argument(
        isIgnored((int) label) || (label == (int) label && label >= 0 && label < classes),
        "label for " + metric,
        "a class number from 0 to " + (classes - 1),
        label == (int) label ? (Object) (int) label : (Object) label,
        "repair the labels, or leave one out by Accuracy.ignoringLabel");
    return (int) label;
  }

  private boolean isIgnored(int label) {
    return label == Dataset.NO_TARGET || (ignored.isPresent() && label == ignored.getAsInt());
  }

  /**
   * The most probable class of a row; {@link Dataset#NO_TARGET} for padding, which has no target
   * for any class.
   */
  private static int mostProbable(float[] target, int row, int classes) {
    int from = row * classes;
    int label = OutputRows.largest(target, from, classes);
    for (int i = from; i < from + classes; i++) {
      if (target[i] != Dataset.NO_TARGET) {
        return label;
      }
    }
    return Dataset.NO_TARGET;
  }
}
