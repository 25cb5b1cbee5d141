package org.dsd4j.nn.plan;

import org.dsd4j.tensor.Shape;

/** A tensor of a plan before it has memory. It equals itself alone. */
final class Slot {
  private final Shape shape;
  private final boolean statistic;
  private final Slot storage;

  /** A tensor for itself, of activations or of statistics. */
  Slot(Shape shape, boolean statistic) {
    this.shape = shape;
    this.statistic = statistic;
    this.storage = this;
  }

  /** Another tensor on the elements of {@code other}. */
  Slot(Shape shape, Slot other) {
    this.shape = shape;
    this.statistic = other.statistic;
    this.storage = other.storage;
  }

  Shape shape() {
    return shape;
  }

  /** Whether it holds statistics, which are not computed in narrow numbers. */
  boolean isStatistic() {
    return statistic;
  }

  /** The tensor whose memory this one's is; itself unless it was made on another. */
  Slot storage() {
    return storage;
  }
}
