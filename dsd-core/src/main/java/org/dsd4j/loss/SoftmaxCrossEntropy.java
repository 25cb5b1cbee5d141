package org.dsd4j.loss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.kernel.LossKernels.CrossEntropy;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.support.WantedProbabilities;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the softmax of logits [..., classes] with class numbers, for a whole sample or
 * for each pixel: −Σ q·ln p, q being 1 − smoothing for the label plus smoothing / classes for every
 * class, each times its class weight. The mean is weighted by the labels' class weights, as in
 * PyTorch; ignored labels have the weight 0. Steps beyond a sequence's length are ignored, with any
 * targets.
 *
 * <p>Targets of the logits' shape are probabilities t (soft targets, as {@link
 * org.dsd4j.data.Mixup} makes them): then q is (1 − smoothing)·t plus smoothing / classes, the mean
 * is over the rows, and no row is ignored.
 */
public final class SoftmaxCrossEntropy implements Loss {
  private static final double SUM_TOLERANCE = 1e-3;

  private final double smoothing;
  private final List<Double> classWeights;
  private final @Nullable Integer ignoredLabel;

  /** A loss in which all classes have the same weight. */
  public SoftmaxCrossEntropy() {
    this(0, List.of(), null);
  }

  private SoftmaxCrossEntropy(
      double smoothing, List<Double> classWeights, @Nullable Integer ignoredLabel) {
    this.smoothing = Check.fraction("label smoothing", smoothing);
    this.classWeights = classWeights;
    this.ignoredLabel = ignoredLabel;
  }

  /** Distributes this fraction of the target over all classes (Szegedy et al. 2016). */
  public SoftmaxCrossEntropy labelSmoothing(double share) {
    return new SoftmaxCrossEntropy(share, classWeights, ignoredLabel);
  }

  /** Multiplies the loss of an example of class c by {@code weights[c]}. */
  public SoftmaxCrossEntropy classWeights(double... weights) {
    List<Double> checked = new ArrayList<>();
    for (double weight : weights) {
      checked.add(Check.notNegative("weight of class " + checked.size(), weight));
    }
    return new SoftmaxCrossEntropy(smoothing, List.copyOf(checked), ignoredLabel);
  }

  /** Ignores rows with this label, such as 255 for unlabelled pixels. */
  public SoftmaxCrossEntropy ignoreLabel(int label) {
    return new SoftmaxCrossEntropy(smoothing, classWeights, label);
  }

  @Override
  public String name() {
    return "cross-entropy";
  }

  @Override
  public boolean readsLogits() {
    return true;
  }

  @Override
  public void checkTarget(Shape output, Values target) {
    Check.argument(
        output.last() > 1,
        "output for cross-entropy",
        "a logit for each of at least two classes",
        "one in " + output + ", whose softmax is always 1",
        "take BinaryCrossEntropy for one logit of yes or no, or give the network an output for"
            + " each class");
    checkWeights(output.last());
    if (WantedProbabilities.areProbabilities(output, target.shape())) {
      checkProbabilities(output.last(), target.array());
    } else {
      checkLabels(output, target);
    }
  }

  private void checkWeights(int classes) {
    if (!classWeights.isEmpty()) {
      Check.argument(
          classWeights.size() == classes,
          "class weights",
          "one for each of " + classes + " classes",
          classWeights.size(),
          "pass as many as the network has outputs");
    }
  }

  private static void checkProbabilities(int classes, float[] values) {
    for (int from = 0; from < values.length; from += classes) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        float value = values[from + c];
        sum += value >= 0 ? value : Double.NaN;
      }
      Check.argument(
          Math.abs(sum - 1) < SUM_TOLERANCE,
          "target of cross-entropy",
          "probabilities of at least 0 that sum to 1",
          Arrays.toString(Arrays.copyOfRange(values, from, from + classes)),
          "scale the targets, or give class numbers");
    }
  }

  private void checkLabels(Shape output, Values target) {
    int classes = output.last();
    if (target.shape().elements() != output.rows()) {
      throw new ShapeException(
          "target of cross-entropy",
          "one class number for each of the " + output.rows() + " rows of the output " + output,
          target.shape(),
          "give every row a class number, or probabilities of the output's shape");
    }
    for (float value : target.array()) {
      boolean ignored = ignoredLabel != null && value == ignoredLabel;
      Check.argument(
          ignored || (value == (int) value && value >= 0 && value < classes),
          "label",
          "a class number from 0 to " + (classes - 1),
          value == (int) value ? (Object) (int) value : (Object) value,
          "repair the labels or give the network more outputs");
    }
  }

  @Override
  public boolean counts(Shape output, Values target) {
    if (WantedProbabilities.areProbabilities(output, target.shape())) {
      return true;
    }
    for (float label : target.array()) {
      boolean ignored = ignoredLabel != null && label == ignoredLabel;
      if (!ignored && (classWeights.isEmpty() || classWeights.get((int) label) > 0)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public LossSum evaluate(
      Kernels kernels, Tensor output, Tensor target, @Nullable Tensor gradient, double factor) {
    return evaluate(kernels, output, Lengths.whole(), target, gradient, factor);
  }

  @Override
  public LossSum evaluate(
      Kernels kernels,
      Tensor output,
      Lengths lengths,
      Tensor target,
      @Nullable Tensor gradient,
      double factor) {
    CrossEntropy settings = new CrossEntropy(smoothing, classWeights, ignoredLabel);
    return kernels
        .losses()
        .softmaxCrossEntropy(settings, output, lengths, target, gradient, factor);
  }

  @Override
  public String toString() {
    return name()
        + (smoothing == 0 ? "" : ", smoothing " + Numerals.text(smoothing))
        + (classWeights.isEmpty() ? "" : ", class weights [" + Numerals.list(classWeights) + "]")
        + (ignoredLabel == null ? "" : ", ignoring label " + ignoredLabel);
  }
}
