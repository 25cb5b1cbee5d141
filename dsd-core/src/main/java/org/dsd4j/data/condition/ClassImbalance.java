package org.dsd4j.data.condition;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;

/**
 * A data set of which a share of each class is left, so that some classes are rare. Shares of
 * samples are rounded down. The samples keep the order of the whole; with one seed, those that are
 * left at a smaller share are left at a larger one. {@link org.dsd4j.data.ClassBalance} counts what
 * is left of each class.
 */
public final class ClassImbalance extends Condition {
  /** Keeps 0.29 · 100, which is just below 29 in binary, at 29. */
  private static final double ROUNDING = 1e-9;

  private final String kind;
  private final String words;

  private ClassImbalance(Dataset part, String kind, String words) {
    super(part);
    this.kind = kind;
    this.words = words;
  }

  /**
   * A long tail: of class c of K the share ratio<sup>−c / (K − 1)</sup> is left, from all samples
   * of the first class to 1 / ratio of the last one's (Cui et al. 2019: Class-balanced loss based
   * on effective number of samples). Of CIFAR-10's 5,000 images of each class, a ratio of 100
   * leaves 5,000, 2,997, 1,796 and so on down to 50.
   *
   * @param whole the data set to draw from
   * @param ratio the share of the first class over that of the last, at least 1
   * @param seed the seed of the draw, which depends only on the classes and this seed
   * @throws IllegalArgumentException if the ratio is below 1 or nothing would be left of a class,
   *     which the message names; or if targets are not class numbers of at least two classes
   */
  public static ClassImbalance longTail(Dataset whole, double ratio, Seed seed) {
    ClassNumbers numbers = ClassNumbers.of(whole, "class imbalance");
    Check.argument(
        ratio >= 1 && Double.isFinite(ratio),
        "ratio of a long tail",
        "a number of at least 1",
        ratio,
        "pass 100, say, for a hundred times as many samples of the first class as of the last");
    Check.argument(
        numbers.classes() > 1,
        numbers.what(),
        "at least two classes",
        whole.classNames(),
        "take data whose classes can differ in size");
    double[] shares = new double[numbers.classes()];
    Arrays.setAll(shares, label -> Math.pow(ratio, -(double) label / (shares.length - 1)));
    return new ClassImbalance(
        left(whole, numbers, shares, seed),
        "long tail " + Numerals.text(ratio),
        call("ClassImbalance.longTail", whole, seed, Numerals.text(ratio)));
  }

  /**
   * A share for each class.
   *
   * @param whole the data set to draw from
   * @param shares the share that is left, above 0 and at most 1, for names of classes; of others
   *     all is left
   * @param seed the seed of the draw, which depends only on the classes and this seed
   * @throws IllegalArgumentException if there is no such class, a share is out of range or nothing
   *     would be left of a class, which the message names; or if targets are not class numbers
   */
  public static ClassImbalance byClass(Dataset whole, Map<String, Double> shares, Seed seed) {
    ClassNumbers numbers = ClassNumbers.of(whole, "class imbalance");
    double[] byNumber = new double[numbers.classes()];
    Arrays.fill(byNumber, 1);
    shares.forEach(
        (name, share) -> {
          Check.argument(
              share > 0 && share <= 1,
              "share of class '" + name + "'",
              "a number above 0 and at most 1",
              share,
              "write 10 percent as 0.1");
          byNumber[numbers.number(name)] = share;
        });
    return new ClassImbalance(
        left(whole, numbers, byNumber, seed),
        "shares " + new TreeMap<>(shares),
        call("ClassImbalance.byClass", whole, seed, new TreeMap<>(shares)));
  }

  private static Dataset left(Dataset whole, ClassNumbers numbers, double[] shares, Seed seed) {
    int[] counts = new int[shares.length];
    for (int label = 0; label < counts.length; label++) {
      int there = numbers.samplesOf(label).length;
      counts[label] = (int) (there * shares[label] + ROUNDING);
      Check.argument(
          counts[label] > 0,
          numbers.what(),
          "a sample of each class at least",
          "none of '"
              + whole.classNames().get(label)
              + "', of which there are "
              + there
              + " and the share is "
              + Numerals.text(shares[label]),
          "leave more of it, or add samples");
    }
    return whole.select(numbers.drawn(counts, seed.derive("class imbalance")));
  }

  @Override
  Sample changed(int index, Sample sample) {
    return sample;
  }

  /** For example {@code digits, long tail 100}. */
  @Override
  public String name() {
    return super.name() + ", " + kind;
  }

  /** As in code, for example {@code ClassImbalance.longTail(digits, 100, Seed.of(1))}. */
  @Override
  public String toString() {
    return words;
  }
}
