package org.dsd4j.data;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Mixes each sample of a batch with the next one, the last with the first: λ · sample + (1 − λ) ·
 * next, for all inputs and targets (Zhang et al. 2018). λ is drawn from Beta(α, α) for each batch.
 * Class numbers [N] become probabilities [N, classes], which {@code SoftmaxCrossEntropy} accepts.
 * If there are several targets, each must be named:
 *
 * <pre>{@code
 * new Mixup(0.2).classes("kind", 12).numbers("price")
 * }</pre>
 */
public final class Mixup implements BatchTransform {
  /** Marks a target of numbers that are mixed directly. */
  private static final int NUMBERS = 0;

  private final double alpha;
  private final Map<String, Integer> targets;
  private final BetaDistribution beta;

  /**
   * Mixes samples whose only target is a class number.
   *
   * @param alpha the strength of mixing: 0.2 is usual for ImageNet, 1 for CIFAR
   * @param classes the number of classes
   */
  public Mixup(double alpha, int classes) {
    this(alpha, Map.of(Sample.TARGET, Check.positive("classes", classes)));
  }

  /** Mixes samples whose targets are named by {@link #classes} and {@link #numbers}. */
  public Mixup(double alpha) {
    this(alpha, Map.of());
  }

  private Mixup(double alpha, Map<String, Integer> targets) {
    this.alpha = Check.positive("alpha of mixup", alpha);
    this.targets = targets;
    // Has no source of randomness of its own: random numbers belong to the batch.
    this.beta = new BetaDistribution(null, alpha, alpha);
  }

  /** A copy for which the target with this name is a class number. */
  public Mixup classes(String target, int classes) {
    return with(target, Check.positive("classes of '" + target + "'", classes));
  }

  /** A copy for which the target with this name has real numbers, which are mixed directly. */
  public Mixup numbers(String target) {
    return with(target, NUMBERS);
  }

  private Mixup with(String target, int classes) {
    Check.once("target '" + target + "' of mixup", targets.get(target), classes);
    return new Mixup(alpha, Named.with(targets, target, classes));
  }

  /**
   * The mixed batch.
   *
   * @throws ShapeException if targets of classes do not have the shape of class numbers
   * @throws IllegalArgumentException if a class number is out of range, a target was not named,
   *     samples are padded sequences, or an input has indices
   */
  @Override
  public Batch apply(Batch batch, RandomGenerator random) {
    batch.inputs().forEach(Mixup::checkInput);
    Check.argument(
        batch.targetsByName().keySet().equals(targets.keySet()),
        "targets of mixup",
        batch.targetsByName().keySet(),
        targets.keySet(),
        "name each by classes(...) or numbers(...)");
    float share = (float) beta.inverseCumulativeProbability(random.nextDouble());
    batch.inputs().values().forEach(input -> mix(input.values().array(), batch.size(), share));
    Batch mixed = batch;
    for (Map.Entry<String, Integer> target : targets.entrySet()) {
      Values values = batch.targets(target.getKey());
      Values answers = target.getValue() == NUMBERS ? values : oneHot(values, target.getValue());
      mix(answers.array(), batch.size(), share);
      mixed = mixed.withTargets(target.getKey(), answers);
    }
    return mixed;
  }

  private static void checkInput(String name, Batch.Input input) {
    Check.argument(
        input.lengths().isWhole(),
        "batch for mixup",
        "samples of one shape",
        "sequences of the lengths " + input.lengths(),
        "leave mixup out for sequences");
    Check.argument(
        input.indices().isEmpty(),
        "batch for mixup",
        "numbers that can be added",
        "numbers of things in input '" + name + "'",
        "leave mixup out for words and the like");
  }

  private static Values oneHot(Values labels, int classes) {
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
    return new Values(Shape.of(labels.array().length, classes), targets);
  }

  /** In place: each row is read for its predecessor, then overwritten. */
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
    boolean isOfOne = targets.keySet().equals(Set.of(Sample.TARGET));
    return "mixup, alpha "
        + Numerals.text(alpha)
        + (isOfOne ? "" : ", targets " + new TreeMap<>(targets));
  }
}
