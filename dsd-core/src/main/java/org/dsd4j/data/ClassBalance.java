package org.dsd4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * How many samples each class of a data set has, and what weights make up for it:
 *
 * <pre>{@code
 * new SoftmaxCrossEntropy().classWeights(ClassBalance.of(training).weights())
 * }</pre>
 *
 * @param classNames the classes
 * @param counts how many samples there are of each
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
   * @throws IllegalArgumentException if its targets are no class numbers
   */
  public static ClassBalance of(Dataset dataset) {
    Check.argument(
        isOfClasses(dataset),
        "class balance of " + dataset.name(),
        "class numbers with names",
        "targets " + dataset.targetShape() + " and the class names " + dataset.classNames(),
        "count what a data set of classes holds");
    int[] counts = new int[dataset.classNames().size()];
    for (int i = 0; i < dataset.size(); i++) {
      counts[(int) dataset.target(i).array()[0]]++;
    }
    List<Integer> list = new ArrayList<>();
    for (int count : counts) {
      list.add(count);
    }
    return new ClassBalance(dataset.classNames(), list);
  }

  /** Whether targets are class numbers, one for each sample. */
  public static boolean isOfClasses(Dataset dataset) {
    return !dataset.classNames().isEmpty() && dataset.targetShape().equals(Shape.of(1));
  }

  /**
   * For each class all samples / (classes · samples of the class), known as balanced class weights:
   * over an epoch all classes weigh the same, and a sample weighs 1 on average.
   *
   * @throws IllegalArgumentException if there is no sample of a class
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
   * Whether every class has at least half the share here that it has in {@code whole}: not so where
   * this is the beginning of samples that are sorted by class.
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
}
