package org.dsd4j.data;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * A finite, indexed collection of samples of one shape, or of sequences that differ in their first
 * extent, the number of steps, alone. Samples have one input and one target; those of a {@link
 * NamedDataset} have several.
 *
 * <p>Immutable and safe to read from several threads at once. The order is the same every time it
 * is opened; shuffling is the loader's business.
 */
public interface Dataset {
  /** What follows the targets of a sequence that is shorter than others; no class number. */
  int NO_TARGET = -1;

  /** A short name for tables and provenance. */
  String name();

  /** The number of samples, at least 1. */
  int size();

  /** The shape of every sample's features; of sequences [T, ...], T being the most steps. */
  Shape featureShape();

  /**
   * The shape of every sample's target; [1] for a class number. Targets of {@linkplain
   * #hasLengths() sequences} may have a smaller first extent.
   */
  Shape targetShape();

  /** Whether samples are sequences of different lengths, which a loader pads. */
  default boolean hasLengths() {
    return false;
  }

  /**
   * What each sample has: the input {@link Sample#FEATURES} and the target {@link Sample#TARGET}.
   */
  default SampleSpec spec() {
    ValuesSpec features = ValuesSpec.of(featureShape());
    ValuesSpec target = ValuesSpec.of(targetShape());
    if (!hasLengths()) {
      return new SampleSpec().input(Sample.FEATURES, features).target(Sample.TARGET, target);
    }
    boolean forEachStep = targetShape().extent(0) == featureShape().extent(0);
    ValuesSpec answers = target.sequence();
    return new SampleSpec()
        .input(Sample.FEATURES, features.sequence())
        .target(Sample.TARGET, forEachStep ? answers.along(Sample.FEATURES) : answers);
  }

  /**
   * The number of steps of the sample at {@code index}, without decoding it where possible; about
   * so many where it is random.
   */
  default int length(int index) {
    return featureShape().extent(0);
  }

  /** The number of steps that the input of this name has in the sample at {@code index}. */
  default int length(int index, String input) {
    return length(index);
  }

  /**
   * The sample at {@code index}, from 0.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  Sample sample(int index);

  /**
   * The sample at {@code index} as it is once, for data sets that change samples at random when
   * they are read, such as pictures of which a part is cut out. {@link #sample(int)} always draws
   * the same.
   *
   * @param random seeded for the sample and the epoch; draw from nothing else
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  default Sample sample(int index, RandomGenerator random) {
    return sample(index);
  }

  /** The target at {@code index} alone, without decoding the features. */
  Values target(int index);

  /** The targets at {@code index} by name, without decoding the inputs. */
  default Map<String, Values> targets(int index) {
    return Map.of(Sample.TARGET, target(index));
  }

  /** How messages call the sample at {@code index}, such as by the file that it comes from. */
  default String describe(int index) {
    return name() + ", sample " + index;
  }

  /** The names of the main target's classes by number; empty where it is no class number. */
  List<String> classNames();

  /** A SHA-256 in hexadecimal of the data below, for provenance: equal data, equal value. */
  String fingerprint();

  /**
   * This data set seen through a transform, such as a normalisation. One that is random draws anew
   * in each epoch of a loader. The fingerprint stays that of the data; the transform belongs to the
   * settings.
   */
  default Dataset map(Transform transform) {
    return new MappedDataset(this, transform);
  }

  /**
   * The first {@code size} samples. Of data that are sorted, such as folders of pictures by class,
   * these are all alike: there take {@link #drawn}.
   */
  default Dataset first(int size) {
    return DatasetPart.first(this, size);
  }

  /**
   * {@code size} samples drawn at random, in their order. Where targets are classes, of each class
   * its share is drawn, and at least one if {@code size} allows.
   *
   * @param seed of the draw, which depends on the targets and this alone
   * @throws IllegalArgumentException if there are fewer samples
   */
  default Dataset drawn(int size, Seed seed) {
    return DatasetPart.drawn(this, size, seed);
  }

  /**
   * Two parts that together are the whole, drawn at random. Where targets are classes, each class
   * is split by itself (stratified), so that both parts have all classes of two samples or more; a
   * class of one sample is in the training part.
   *
   * <p>What is drawn depends on the targets and the seed alone: two views of the same data, such as
   * one with and one without augmentation, split alike.
   *
   * @param trainingShare the share of the training part, such as 0.9
   * @param seed of the draw
   * @throws IllegalArgumentException if nothing would be left for one of the parts
   */
  default DatasetSplit split(double trainingShare, Seed seed) {
    return DatasetSplit.of(this, trainingShare, seed);
  }

  /**
   * One of {@code count} parts that together are the whole, each sample in one of them: every
   * {@code count}-th sample from {@code index} on. Where several machines learn from or measure the
   * same data, each takes the shard of its number. Sizes differ by one at most.
   *
   * @param index the number of the shard, from 0
   * @param count how many shards there are
   * @throws IllegalArgumentException if there is no such shard, or fewer samples than shards
   */
  default Dataset shard(int index, int count) {
    return DatasetPart.shard(this, index, count);
  }
}
