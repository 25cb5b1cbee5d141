package org.dsd4j.data;

import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Mixes each sample of a batch with the next one, the last with the first: λ of it and 1 − λ of the
 * other, features and targets alike (Zhang et al. 2018). λ is drawn from Beta(α, α) for each batch.
 * Class numbers [N] become probabilities [N, classes], which {@code SoftmaxCrossEntropy} takes.
 */
public final class Mixup implements BatchTransform {
  private final double alpha;
  private final int classes;
  private final BetaDistribution beta;

  /**
   * Mixes targets of so many classes.
   *
   * @param alpha how strongly: 0.2 is usual for ImageNet, 1 for CIFAR
   * @param classes how many classes there are
   */
  public Mixup(double alpha, int classes) {
    this.alpha = Check.positive("alpha of mixup", alpha);
    this.classes = Check.positive("classes", classes);
    // No source of randomness of its own: what is drawn belongs to the batch.
    this.beta = new BetaDistribution(null, alpha, alpha);
  }

  /**
   * The mixed batch.
   *
   * @throws ShapeException if the targets are no class numbers
   * @throws IllegalArgumentException if one of them is no class's, or samples are padded sequences
   */
  @Override
  public Batch apply(Batch batch, RandomGenerator random) {
    Check.argument(
        batch.lengths().isWhole(),
        "batch for mixup",
        "samples of one shape",
        "sequences of the lengths " + batch.lengths(),
        "leave mixup out for sequences");
    float share = (float) beta.inverseCumulativeProbability(random.nextDouble());
    float[] targets = oneHot(batch.targets());
    mix(batch.features().array(), batch.size(), share);
    mix(targets, batch.size(), share);
    return new Batch(
        batch.features(), new Values(Shape.of(batch.size(), classes), targets), batch.size());
  }

  private float[] oneHot(Values labels) {
    if (labels.shape().rank() != 1) {
      throw new ShapeException(
          "targets of mixup",
          "class numbers [N]",
          labels.shape(),
          "mix data sets of one class a sample");
    }
    float[] targets = new float[labels.array().length * classes];
    for (int i = 0; i < labels.array().length; i++) {
      int label = (int) labels.array()[i];
      Check.argument(
          label >= 0 && label < classes,
          "label in mixup",
          "a class number from 0 to " + (classes - 1),
          label,
          "pass the number of the data set's classes");
      targets[i * classes + label] = 1;
    }
    return targets;
  }

  /** In place: a row is read for the one before it, then overwritten. */
  private static void mix(float[] rows, int count, float share) {
    int length = rows.length / count;
    float[] first = new float[length];
    System.arraycopy(rows, 0, first, 0, length);
    for (int row = 0; row < count; row++) {
      boolean last = row == count - 1;
      float[] next = last ? first : rows;
      int from = row * length;
      int fromNext = last ? 0 : from + length;
      for (int i = 0; i < length; i++) {
        rows[from + i] = share * rows[from + i] + (1 - share) * next[fromNext + i];
      }
    }
  }

  @Override
  public String toString() {
    return "mixup, alpha " + alpha;
  }
}
