package org.dsd4j.data;

import java.util.List;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;

/** A data set seen through a transform that needs no randomness. */
final class MappedDataset implements Dataset {
  private static final Seed NONE = Seed.of(0);

  private final Dataset base;
  private final Transform transform;
  private final Shape featureShape;

  MappedDataset(Dataset base, Transform transform) {
    this.base = base;
    this.transform = transform;
    this.featureShape = sample(0).features().shape();
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
    return base.targetShape();
  }

  @Override
  public Sample sample(int index) {
    return transform.apply(base.sample(index), NONE.stream());
  }

  @Override
  public Values target(int index) {
    return base.target(index);
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
