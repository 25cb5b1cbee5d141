package org.dsd4j.data.condition;

import java.util.Arrays;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Seed;

/**
 * The same number of samples of each class. For a number of samples in all, with the classes in
 * proportion, use {@link Dataset#drawn}.
 *
 * <p>The samples keep the order of the whole. With one seed, a smaller subset is part of a larger
 * one.
 */
public final class Subset extends Condition {
  private final String words;

  private Subset(Dataset part, String words) {
    super(part);
    this.words = words;
  }

  /**
   * This number of samples of each class, drawn at random.
   *
   * @param whole the data set to draw from
   * @param samples the number of samples of each class, at least 1
   * @param seed the seed of the draw, which depends only on the classes and this seed
   * @throws IllegalArgumentException if a class has fewer samples; the message names it. Also if
   *     targets are not class numbers
   */
  public static Subset perClass(Dataset whole, int samples, Seed seed) {
    ClassNumbers numbers = ClassNumbers.of(whole, "subset");
    Check.positive("samples of each class", samples);
    for (int label = 0; label < numbers.classes(); label++) {
      int there = numbers.samplesOf(label).length;
      Check.argument(
          there >= samples,
          numbers.what(),
          samples + " samples of each class",
          there + " of '" + whole.classNames().get(label) + "'",
          "ask for fewer, or add samples of that class");
    }
    int[] counts = new int[numbers.classes()];
    Arrays.fill(counts, samples);
    return new Subset(
        whole.select(numbers.drawn(counts, seed.derive("subset"))),
        call("Subset.perClass", whole, seed, samples));
  }

  @Override
  Sample changed(int index, Sample sample) {
    return sample;
  }

  /** As in code, for example {@code Subset.perClass(digits, 100, Seed.of(1))}. */
  @Override
  public String toString() {
    return words;
  }
}
