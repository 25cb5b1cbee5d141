package org.dsd4j.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;

/** Some samples of a data set. */
final class DatasetPart implements NamedDataset {
  private final Dataset base;
  private final int[] indices;

  /**
   * The samples with these indices, at least one, in this order.
   *
   * @param indices not copied
   */
  DatasetPart(Dataset base, int[] indices) {
    this.base = base;
    this.indices = indices;
  }

  /** The first {@code size} samples. */
  static DatasetPart first(Dataset base, int size) {
    checkSize(base, size);
    return new DatasetPart(base, IntStream.range(0, size).toArray());
  }

  /** The samples with these indices, in this order. */
  static DatasetPart select(Dataset base, int[] indices) {
    Check.argument(
        indices.length > 0,
        "selection of " + base.name(),
        "at least one sample",
        "none",
        "pass the indices of samples");
    boolean[] selected = new boolean[base.size()];
    for (int index : indices) {
      Check.argument(
          index >= 0 && index < selected.length && !selected[index],
          "selection of " + base.name(),
          "each index from 0 to " + (selected.length - 1) + " at most once",
          index,
          "pass indices of samples, each once");
      selected[index] = true;
    }
    return new DatasetPart(base, indices.clone());
  }

  /** {@code size} random samples, with the classes in proportion, in their order. */
  static DatasetPart drawn(Dataset base, int size, Seed seed) {
    checkSize(base, size);
    List<int[]> groups = new ArrayList<>();
    DatasetSplit.groups(base)
        .forEach(
            (label, group) -> {
              Shuffle.shuffle(group, seed.derive("draw").derive(label).stream());
              groups.add(group);
            });
    int[] counts = new int[groups.size()];
    for (int taken = 0; taken < size; taken++) {
      counts[furthestBehind(groups, counts)]++;
    }
    int[] indices =
        IntStream.range(0, counts.length)
            .flatMap(g -> Arrays.stream(groups.get(g), 0, counts[g]))
            .sorted()
            .toArray();
    return new DatasetPart(base, indices);
  }

  /** Every {@code count}-th sample from {@code index} on. */
  static DatasetPart shard(Dataset base, int index, int count) {
    Check.argument(
        count >= 1 && count <= base.size(),
        "shards of " + base.name(),
        "1 to " + base.size() + ", as each has a sample",
        count,
        "take no more shards than there are samples");
    Check.argument(
        index >= 0 && index < count,
        "shard of " + base.name(),
        "a number from 0 to " + (count - 1),
        index,
        "number shards from 0");
    int size = (base.size() - index - 1) / count + 1;
    return new DatasetPart(base, IntStream.range(0, size).map(i -> index + i * count).toArray());
  }

  /** First one for each group; then the group of which the smallest fraction was taken. */
  private static int furthestBehind(List<int[]> groups, int[] counts) {
    int behind = 0;
    for (int g = 1; g < counts.length; g++) {
      long share = (long) counts[g] * groups.get(behind).length;
      long smallest = (long) counts[behind] * groups.get(g).length;
      if (share < smallest) {
        behind = g;
      }
    }
    return behind;
  }

  private static void checkSize(Dataset base, int size) {
    Check.argument(
        size >= 1 && size <= base.size(),
        "size of a part of " + base.name(),
        "1 to " + base.size(),
        size,
        "take no more samples than there are");
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public SampleSpec spec() {
    return base.spec();
  }

  @Override
  public int length(int index) {
    return base.length(inBase(index));
  }

  @Override
  public int length(int index, String input) {
    return base.length(inBase(index), input);
  }

  @Override
  public Sample sample(int index) {
    return base.sample(inBase(index));
  }

  @Override
  public Sample sample(int index, RandomGenerator random) {
    return base.sample(inBase(index), random);
  }

  @Override
  public Map<String, Values> targets(int index) {
    return base.targets(inBase(index));
  }

  private int inBase(int index) {
    return indices[SampleIndex.check(this, index)];
  }

  @Override
  public String describe(int index) {
    return base.describe(inBase(index));
  }

  @Override
  public List<String> classNames() {
    return base.classNames();
  }

  @Override
  public String fingerprint() {
    return new Fingerprint().add(base.fingerprint()).add(indices).hex();
  }

  /** For example {@code blobs, 100 samples}. */
  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
