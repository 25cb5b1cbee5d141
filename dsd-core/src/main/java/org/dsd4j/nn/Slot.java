package org.dsd4j.nn;

import org.dsd4j.tensor.Shape;

/** A tensor of a plan before it has memory. It equals itself alone. */
final class Slot {
  private final Shape shape;
  private final Slot storage;

  /** A tensor for itself. */
  Slot(Shape shape) {
    this.shape = shape;
    this.storage = this;
  }

  /** Another tensor on the elements of {@code other}. */
  Slot(Shape shape, Slot other) {
    this.shape = shape;
    this.storage = other.storage;
  }

  Shape shape() {
    return shape;
  }

  /** The tensor whose memory this one's is; itself unless it was made on another. */
  Slot storage() {
    return storage;
  }
}
