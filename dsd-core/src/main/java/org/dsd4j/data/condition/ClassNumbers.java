package org.dsd4j.data.condition;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Shuffle;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;

/** The class number of each sample of a data set, read once and checked. */
final class ClassNumbers {
  private final String what;
  private final List<String> names;
  private final int[] labels;

  private ClassNumbers(String what, List<String> names, int[] labels) {
    this.what = what;
    this.names = names;
    this.labels = labels;
  }

  /**
   * The class numbers of a data set's main target.
   *
   * @param condition the condition that reads them, for messages
   * @throws IllegalArgumentException if that is not one class number for each sample
   */
  static ClassNumbers of(Dataset dataset, String condition) {
    Check.given("data set for " + condition, dataset);
    String what = condition + " of " + dataset.name();
    Check.argument(
        ClassBalance.isOfClasses(dataset),
        what,
        "one class number a sample, and the names of the classes",
        "targets " + dataset.spec().targets() + " and the class names " + dataset.classNames(),
        "take a data set of classes; a class for each step or pixel is not supported");
    String target = dataset.spec().mainTarget();
    int[] labels = new int[dataset.size()];
    for (int i = 0; i < labels.length; i++) {
      float label = Objects.requireNonNull(dataset.targets(i).get(target)).array()[0];
      // A message for each of many thousand samples would take longer than the check.
      if (label != Dataset.NO_TARGET && !isClass(label, dataset.classNames().size())) {
        throw new IllegalArgumentException(
            Check.message(
                what + ", " + dataset.describe(i),
                "a class number from 0 to " + (dataset.classNames().size() - 1),
                label,
                "repair the labels or name all classes"));
      }
      labels[i] = (int) label;
    }
    return new ClassNumbers(what, dataset.classNames(), labels);
  }

  private static boolean isClass(float label, int classes) {
    return label == (int) label && label >= 0 && label < classes;
  }

  /** The condition and the data set, for messages. */
  String what() {
    return what;
  }

  int classes() {
    return names.size();
  }

  /** The class numbers; not copied. {@link Dataset#NO_TARGET} where a sample has none. */
  int[] all() {
    return labels;
  }

  /**
   * The number of a class.
   *
   * @throws IllegalArgumentException if none has that name; the message lists the names
   */
  int number(String name) {
    int number = names.indexOf(name);
    Check.argument(number >= 0, what, "a class, one of " + names, name, "check the spelling");
    return number;
  }

  /** The samples of a class, in their order. */
  int[] samplesOf(int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }

  /**
   * Draws this number of samples of each class at random; the drawn ones are in the order of the
   * data set. With the same seed, a smaller draw is part of a larger one.
   */
  int[] drawn(int[] counts, Seed seed) {
    return IntStream.range(0, counts.length)
        .flatMap(
            label -> {
              int[] samples = samplesOf(label);
              Shuffle.shuffle(samples, seed.derive(label).stream());
              return Arrays.stream(samples, 0, counts[label]);
            })
        .sorted()
        .toArray();
  }
}
