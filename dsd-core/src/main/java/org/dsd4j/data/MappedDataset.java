package org.dsd4j.data;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Numerals;
import org.dsd4j.tensor.Seed;

/**
 * A data set with a transform applied to each sample. A transform that replaces the target must do
 * so for every sample, and not at random. A transform of sequences must keep their lengths.
 */
final class MappedDataset implements NamedDataset {
  private static final Seed ALWAYS_THE_SAME = Seed.of(0);

  private final Dataset base;
  private final Transform transform;
  private final SampleSpec spec;
  private final boolean keepsTargets;

  MappedDataset(Dataset base, Transform transform) {
    this.base = base;
    this.transform = transform;
    Sample before = base.sample(0);
    Sample after = transform.apply(before, ALWAYS_THE_SAME.stream());
    this.spec = base.spec().after(before, after);
    // Most transforms keep the target's array, and then reading a target needs no decoding.
    this.keepsTargets = after.targets().equals(before.targets());
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public int size() {
    return base.size();
  }

  @Override
  public SampleSpec spec() {
    return spec;
  }

  @Override
  public int length(int index) {
    return base.length(index);
  }

  @Override
  public int length(int index, String input) {
    return base.length(index, input);
  }

  @Override
  public Sample sample(int index) {
    return transform.apply(base.sample(index), ALWAYS_THE_SAME.derive(index).stream());
  }

  @Override
  public Sample sample(int index, RandomGenerator random) {
    return transform.apply(base.sample(index, random), random);
  }

  @Override
  public Map<String, Values> targets(int index) {
    return keepsTargets ? base.targets(index) : sample(index).targets();
  }

  @Override
  public String describe(int index) {
    return base.describe(index);
  }

  @Override
  public List<String> classNames() {
    return base.classNames();
  }

  @Override
  public String fingerprint() {
    return base.fingerprint();
  }

  /** For example {@code blobs, 100 samples}. */
  @Override
  public String toString() {
    return name() + ", " + Numerals.counted(size(), "sample");
  }
}
