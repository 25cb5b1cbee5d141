package org.dsd4j.data;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/** Some samples of a data set. */
final class DatasetPart implements Dataset {
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
    Check.argument(
        size >= 1 && size <= base.size(),
        "size of a part of " + base.name(),
        "1 to " + base.size(),
        size,
        "take no more samples than there are");
    return new DatasetPart(base, IntStream.range(0, size).toArray());
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
  public Shape featureShape() {
    return base.featureShape();
  }

  @Override
  public Shape targetShape() {
    return base.targetShape();
  }

  @Override
  public boolean hasLengths() {
    return base.hasLengths();
  }

  @Override
  public int length(int index) {
    return base.length(inBase(index));
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
  public Values target(int index) {
    return base.target(inBase(index));
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
}
