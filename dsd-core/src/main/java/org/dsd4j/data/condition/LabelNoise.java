package org.dsd4j.data.condition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Fingerprint;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleIndex;
import org.dsd4j.data.Shuffle;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;

/**
 * A data set of which some samples have a wrong class, and which remembers them:
 *
 * <pre>{@code
 * LabelNoise training = LabelNoise.symmetric(clean, 0.4, Seed.of(1));
 * training.isWrong(7);     // whether sample 7 has another class than in the clean data
 * training.trueLabel(7);   // the class that it has there
 * }</pre>
 *
 * <p>Wrong labels are fixed: each reading and epoch gives the same. Which samples are wrong, and
 * what they become, depends only on the classes, the rate and the seed. With one seed, what is
 * wrong at a lower rate is wrong in the same way at a higher one.
 *
 * <p>Of samples with several targets the main one is changed. A class number for each step of a
 * sequence or pixel of a picture is refused. Samples {@linkplain Dataset#NO_TARGET without a class}
 * stay without one and do not count.
 *
 * <p>To validate on data with the same kind of noise, split first: {@code clean.split(0.9, seed)},
 * then give each part noise of its own seed. Do not change a test part.
 */
public final class LabelNoise extends Condition {
  private final String kind;
  private final String words;
  private final int[] trueLabels;
  private final int[] labels;

  private LabelNoise(Dataset clean, String kind, String words, int[] trueLabels, int[] labels) {
    super(clean);
    this.kind = kind;
    this.words = words;
    this.trueLabels = trueLabels;
    this.labels = labels;
  }

  /**
   * Symmetric noise: {@code rate} of the samples get a class that is drawn uniformly from the
   * others.
   *
   * @param clean the data set with the true classes
   * @param rate the share of samples with a wrong class, from 0 to 1: exactly round(rate · n) of n
   * @param seed the seed of the draw
   * @throws IllegalArgumentException if the rate is not from 0 to 1, or the targets are not class
   *     numbers of at least two classes
   */
  public static LabelNoise symmetric(Dataset clean, double rate, Seed seed) {
    ClassNumbers numbers = checked(clean, rate);
    int classes = numbers.classes();
    Seed ofClasses = seed.derive("wrong class");
    return new LabelNoise(
        clean,
        "label noise " + Numerals.text(rate),
        call("LabelNoise.symmetric", clean, seed, Numerals.text(rate)),
        numbers.all(),
        noisy(
            numbers,
            IntStream.range(0, clean.size()).filter(i -> numbers.all()[i] >= 0).toArray(),
            rate,
            seed,
            (sample, label) ->
                (label + 1 + ofClasses.derive(sample).stream().nextInt(classes - 1)) % classes));
  }

  /**
   * Noise by pairs: {@code rate} of the samples get the class after theirs; of the last class, the
   * first.
   *
   * @param clean the data set with the true classes
   * @param rate the share of samples with a wrong class, from 0 to 1: exactly round(rate · n) of n
   * @param seed the seed of the draw
   * @throws IllegalArgumentException as for {@link #symmetric}
   */
  public static LabelNoise byPairs(Dataset clean, double rate, Seed seed) {
    ClassNumbers numbers = checked(clean, rate);
    Map<Integer, Integer> next = new TreeMap<>();
    for (int label = 0; label < numbers.classes(); label++) {
      next.put(label, (label + 1) % numbers.classes());
    }
    return byPairs(
        clean,
        numbers,
        next,
        rate,
        seed,
        call("LabelNoise.byPairs", clean, seed, Numerals.text(rate)));
  }

  /**
   * Noise by pairs of one's own, such as shirts that are called coats: {@code rate} of the samples
   * of each class that is a key, all of them together, get the class that is its value. Samples of
   * other classes stay as they are (Patrini et al. 2017).
   *
   * @param clean the data set with the true classes
   * @param pairs for each name of a class the name of the one that it becomes
   * @param rate the share of the samples of these classes: exactly round(rate · m) of m
   * @param seed the seed of the draw
   * @throws IllegalArgumentException as for {@link #symmetric}; or if there are no pairs, there is
   *     no such class, a class becomes itself, or no sample is of one of these classes
   */
  public static LabelNoise byPairs(
      Dataset clean, Map<String, String> pairs, double rate, Seed seed) {
    ClassNumbers numbers = checked(clean, rate);
    Check.argument(
        !pairs.isEmpty(), numbers.what(), "pairs of classes", "none", "say what becomes what");
    Map<Integer, Integer> becomes = new LinkedHashMap<>();
    pairs.forEach((from, to) -> becomes.put(numbers.number(from), numbers.number(to)));
    becomes.forEach(
        (from, to) ->
            Check.argument(
                !from.equals(to),
                numbers.what(),
                "pairs of two classes",
                "'" + clean.classNames().get(from) + "' that becomes itself",
                "leave that pair out"));
    String text =
        call("LabelNoise.byPairs", clean, seed, new TreeMap<>(pairs), Numerals.text(rate));
    return byPairs(clean, numbers, becomes, rate, seed, text);
  }

  private static LabelNoise byPairs(
      Dataset clean,
      ClassNumbers numbers,
      Map<Integer, Integer> becomes,
      double rate,
      Seed seed,
      String words) {
    int[] samples =
        IntStream.range(0, clean.size())
            .filter(i -> becomes.containsKey(numbers.all()[i]))
            .toArray();
    int[] noisy =
        noisy(
            numbers,
            samples,
            rate,
            seed,
            (sample, label) -> becomes.getOrDefault(label, Dataset.NO_TARGET));
    String kind = "label noise " + Numerals.text(rate) + " by pairs";
    return new LabelNoise(clean, kind, words, numbers.all(), noisy);
  }

  private static ClassNumbers checked(Dataset clean, double rate) {
    ClassNumbers numbers = ClassNumbers.of(clean, "label noise");
    Check.argument(
        rate >= 0 && rate <= 1,
        "rate of label noise",
        "a share from 0 to 1",
        rate,
        "write 40 percent as 0.4");
    Check.argument(
        numbers.classes() > 1,
        numbers.what(),
        "at least two classes",
        clean.classNames(),
        "take data in which a label can be wrong");
    return numbers;
  }

  /** The labels of which that share of some samples is changed. */
  private static int[] noisy(
      ClassNumbers numbers, int[] samples, double rate, Seed seed, IntBinaryOperator wrong) {
    Check.argument(
        samples.length > 0,
        numbers.what(),
        "samples whose class can become another",
        "none",
        "add samples with labels, or other pairs");
    int[] order = samples.clone();
    Shuffle.shuffle(order, seed.derive("wrong samples").stream());
    int[] labels = numbers.all().clone();
    Arrays.stream(order, 0, (int) Math.round(rate * order.length))
        .forEach(i -> labels[i] = wrong.applyAsInt(i, labels[i]));
    return labels;
  }

  /** The data set with the true classes. */
  public Dataset clean() {
    return base();
  }

  /**
   * Whether a sample's class is wrong.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public boolean isWrong(int index) {
    SampleIndex.check(this, index);
    return labels[index] != trueLabels[index];
  }

  /** The indices of all samples whose class is wrong, in ascending order. */
  public int[] wrong() {
    return IntStream.range(0, labels.length).filter(this::isWrong).toArray();
  }

  /**
   * The class that a sample has here, wrong or not; {@link Dataset#NO_TARGET} if none.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public int label(int index) {
    return labels[SampleIndex.check(this, index)];
  }

  /**
   * The class that a sample has in the clean data; {@link Dataset#NO_TARGET} if none.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  public int trueLabel(int index) {
    return trueLabels[SampleIndex.check(this, index)];
  }

  @Override
  Sample changed(int index, Sample sample) {
    return isWrong(index) ? sample.withTarget(spec().mainTarget(), wrongLabel(index)) : sample;
  }

  private Values wrongLabel(int index) {
    return Values.label(labels[index]);
  }

  @Override
  public Map<String, Values> targets(int index) {
    Map<String, Values> targets = base().targets(index);
    if (!isWrong(index)) {
      return targets;
    }
    Map<String, Values> changed = new LinkedHashMap<>(targets);
    changed.put(spec().mainTarget(), wrongLabel(index));
    return changed;
  }

  /** For example {@code digits, label noise 0.4}. */
  @Override
  public String name() {
    return super.name() + ", " + kind;
  }

  /** The fingerprint of the clean data if no label is wrong. */
  @Override
  public String fingerprint() {
    return Arrays.equals(labels, trueLabels)
        ? super.fingerprint()
        : new Fingerprint().add(super.fingerprint()).add("labels").add(labels).hex();
  }

  /** As in code, for example {@code LabelNoise.symmetric(digits, 0.4, Seed.of(1))}. */
  @Override
  public String toString() {
    return words;
  }
}
