package org.dsd4j.data;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/** The first samples of a data set. */
final class DatasetSlice implements Dataset {
  private final Dataset base;
  private final int size;

  DatasetSlice(Dataset base, int size) {
    Check.argument(
        size >= 1 && size <= base.size(),
        "size of a part of " + base.name(),
        "1 to " + base.size(),
        size,
        "take no more samples than there are");
    this.base = base;
    this.size = size;
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public int size() {
    return size;
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
  public Sample sample(int index) {
    return base.sample(SampleIndex.check(this, index));
  }

  @Override
  public Values target(int index) {
    return base.target(SampleIndex.check(this, index));
  }

  @Override
  public List<String> classNames() {
    return base.classNames();
  }

  @Override
  public String fingerprint() {
    return Fingerprint.of(base.fingerprint(), Integer.toString(size));
  }
}
