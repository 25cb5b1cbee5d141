package org.dsd4j.nn.plan;

import org.dsd4j.tensor.Shape;

/** A tensor of a plan that has no memory yet. Equality is identity. */
final class Slot {
  private final Shape shape;
  private final boolean statistic;
  private final Slot storage;

  /** A tensor with memory of its own, of activations or of statistics. */
  Slot(Shape shape, boolean statistic) {
    this.shape = shape;
    this.statistic = statistic;
    this.storage = this;
  }

  /** Another tensor on the memory of {@code other}. */
  Slot(Shape shape, Slot other) {
    this.shape = shape;
    this.statistic = other.statistic;
    this.storage = other.storage;
  }

  Shape shape() {
    return shape;
  }

  /** Whether it holds statistics, which are never narrow. */
  boolean isStatistic() {
    return statistic;
  }

  /** The tensor whose memory this one has; itself unless it was made on another. */
  Slot storage() {
    return storage;
  }
}
