package org.dsd4j.data;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * A finite, indexed collection of samples of one shape, or of sequences that differ only in their
 * first extent, the number of steps. Samples have one input and one target; those of a {@link
 * NamedDataset} have several.
 *
 * <p>Immutable and thread-safe. The order is the same each time it is opened; the loader shuffles.
 */
public interface Dataset {
  /** The padding after the targets of a shorter sequence; not a class number. */
  int NO_TARGET = -1;

  /** A short name for tables and provenance. */
  String name();

  /** The number of samples, at least 1. */
  int size();

  /**
   * The shape of every sample's features; for sequences [T, ...], T being the largest number of
   * steps.
   */
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
   * The description of the samples: the input {@link Sample#FEATURES} and the target {@link
   * Sample#TARGET}.
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
   * The number of steps of the sample at {@code index}, without decoding it if possible; an
   * estimate if it is random.
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
   * Reads the sample at {@code index}, for data sets that change samples at random on each reading,
   * such as randomly cropped pictures. {@link #sample(int)} always gives the same.
   *
   * @param random the only source of randomness, seeded for the sample and the epoch
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

  /** A description of the sample at {@code index} for messages, such as its file. */
  default String describe(int index) {
    return name() + ", sample " + index;
  }

  /** The names of the main target's classes by number; empty if it is not a class number. */
  List<String> classNames();

  /**
   * A SHA-256 in hexadecimal of the underlying data, for provenance: equal data have equal values.
   */
  String fingerprint();

  /**
   * This data set with a transform, such as a normalisation, applied to each sample. A random
   * transform draws anew in each epoch of a loader. The fingerprint is that of the underlying data;
   * the transform is part of the settings. Names of classes stay too: a transform may change the
   * numbers of classes only within them.
   */
  default Dataset map(Transform transform) {
    return new MappedDataset(this, transform);
  }

  /**
   * The first {@code size} samples. In data that are sorted by class, such as folders of pictures,
   * these may all be of one class: use {@link #drawn} there.
   */
  default Dataset first(int size) {
    return DatasetPart.first(this, size);
  }

  /**
   * The samples with these indices, in this order.
   *
   * @param indices at least one, none of them twice
   * @throws IllegalArgumentException if there is none, one is given twice or there is no such
   *     sample
   */
  default Dataset select(int... indices) {
    return DatasetPart.select(this, indices);
  }

  /**
   * {@code size} samples drawn at random, in their order. If targets are classes, the classes are
   * drawn in proportion, with at least one sample of each if {@code size} allows.
   *
   * @param seed the seed of the draw, which depends only on the targets and this seed
   * @throws IllegalArgumentException if there are fewer samples
   */
  default Dataset drawn(int size, Seed seed) {
    return DatasetPart.drawn(this, size, seed);
  }

  /**
   * Splits the data set at random into two parts. If targets are classes, each class is split
   * separately (stratified), so that both parts have all classes of two samples or more; a class of
   * one sample is in the training part.
   *
   * <p>The split depends only on the targets and the seed: two views of the same data, such as one
   * with and one without augmentation, are split alike.
   *
   * @param trainingShare the fraction of the training part, such as 0.9
   * @param seed the seed of the draw
   * @throws IllegalArgumentException if one of the parts would be empty
   */
  default DatasetSplit split(double trainingShare, Seed seed) {
    return DatasetSplit.of(this, trainingShare, seed);
  }

  /**
   * One of {@code count} disjoint parts that together are the whole: every {@code count}-th sample
   * from {@code index} on. If several machines train on or evaluate the same data, each takes the
   * shard with its number. Sizes differ by one at most.
   *
   * @param index the number of the shard, from 0
   * @param count the number of shards
   * @throws IllegalArgumentException if there is no such shard, or fewer samples than shards
   */
  default Dataset shard(int index, int count) {
    return DatasetPart.shard(this, index, count);
  }
}
