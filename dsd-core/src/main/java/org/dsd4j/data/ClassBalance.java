package org.dsd4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * The number of samples of each class of a data set, and weights that balance them:
 *
 * <pre>{@code
 * new SoftmaxCrossEntropy().classWeights(ClassBalance.of(training).weights())
 * }</pre>
 *
 * @param classNames the classes
 * @param counts the number of samples of each class
 */
public record ClassBalance(List<String> classNames, List<Integer> counts) {
  /** Copies the lists. */
  public ClassBalance {
    classNames = List.copyOf(classNames);
    counts = List.copyOf(counts);
  }

  /**
   * Counts a data set's classes, without decoding features.
   *
   * @throws IllegalArgumentException if its targets are not class numbers
   */
  public static ClassBalance of(Dataset dataset) {
    int[] counts = new int[dataset.classNames().size()];
    labels(dataset).forEach(label -> counts[label]++);
    List<Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    return new ClassBalance(dataset.classNames(), list);
  }

  /** Whether the main target is a class number, one for each sample. */
  public static boolean isOfClasses(Dataset dataset) {
    SampleSpec spec = dataset.spec();
    return !dataset.classNames().isEmpty()
        && Named.of(spec.targets(), "target", spec.mainTarget()).shape().equals(Shape.of(1));
  }

  /**
   * The main target of all samples, in their order, read lazily.
   *
   * @throws IllegalArgumentException if it is not a class number
   */
  public static IntStream labels(Dataset dataset) {
    Check.argument(
        isOfClasses(dataset),
        "class balance of " + dataset.name(),
        "class numbers with names",
        "targets " + dataset.spec().targets() + " and the class names " + dataset.classNames(),
        "count what a data set of classes holds");
    String main = dataset.spec().mainTarget();
    return IntStream.range(0, dataset.size()).map(i -> label(dataset, main, i));
  }

  private static int label(Dataset dataset, String target, int index) {
    return (int) Named.of(dataset.targets(index), "target", target).array()[0];
  }

  /**
   * For each class all samples / (classes · samples of the class), known as balanced class weights:
   * over an epoch all classes have the same total weight, and the mean weight of a sample is 1.
   *
   * @throws IllegalArgumentException if a class has no samples
   */
  public double[] weights() {
    long all = sum(counts);
    double[] weights = new double[counts.size()];
    for (int c = 0; c < weights.length; c++) {
      Check.argument(
          counts.get(c) > 0,
          "balanced class weights",
          "samples of every class",
          "none of '" + classNames.get(c) + "'",
          "leave out the class or add samples of it");
      weights[c] = (double) all / weights.length / counts.get(c);
    }
    return weights;
  }

  /**
   * Whether every class has here at least half of its fraction in {@code whole}, which is false for
   * the beginning of samples sorted by class.
   */
  public boolean isLike(ClassBalance whole) {
    long here = sum(counts);
    long there = sum(whole.counts);
    return IntStream.range(0, counts.size())
        .allMatch(c -> 2 * counts.get(c) * there >= whole.counts.get(c) * here);
  }

  private static long sum(List<Integer> counts) {
    return counts.stream().mapToLong(Integer::longValue).sum();
  }

  /** For example {@code cat: 12, dog: 30}. */
  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      texts.add(classNames.get(i) + ": " + counts.get(i));
    }
    return String.join(", ", texts);
  }
}
