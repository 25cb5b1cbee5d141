package org.dsd4j.data;

import java.util.List;
import java.util.random.RandomGenerator;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/**
 * A data set seen through a transform. A transform that replaces the target must do so for every
 * sample, and not at random. One of sequences must keep their lengths.
 */
final class MappedDataset implements Dataset {
  private static final Seed ALWAYS_THE_SAME = Seed.of(0);

  private final Dataset base;
  private final Transform transform;
  private final Shape featureShape;
  private final Shape targetShape;
  private final boolean keepsTargets;

  MappedDataset(Dataset base, Transform transform) {
    this.base = base;
    this.transform = transform;
    Sample before = base.sample(0);
    Sample after = transform.apply(before, ALWAYS_THE_SAME.stream());
    this.featureShape = most(base.featureShape(), before.features(), after.features());
    this.targetShape = most(base.targetShape(), before.target(), after.target());
    // Most transforms pass the same array on, and then a target costs no decoding.
    this.keepsTargets = after.target().equals(before.target());
  }

  /** The shape after the transform of what has at most this shape before. */
  private Shape most(Shape most, Values before, Values after) {
    boolean keepsLength = base.hasLengths() && after.shape().extent(0) == before.shape().extent(0);
    return keepsLength ? after.shape().withFirst(most.extent(0)) : after.shape();
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
  public Shape featureShape() {
    return featureShape;
  }

  @Override
  public Shape targetShape() {
    return targetShape;
  }

  @Override
  public boolean hasLengths() {
    return base.hasLengths();
  }

  @Override
  public int length(int index) {
    return base.length(index);
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
  public Values target(int index) {
    return keepsTargets ? base.target(index) : sample(index).target();
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
}
