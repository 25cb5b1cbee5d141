package org.dsd4j.data;

import java.util.random.RandomGenerator;

/**
 * A change of a whole batch, such as mixing its samples, after each sample was transformed by
 * itself. It draws from nothing but {@code random}, which is seeded for each batch and epoch; so
 * results do not depend on the number of workers. Safe to use from several threads at once.
 */
@FunctionalInterface
public interface BatchTransform {
  /**
   * The changed batch, with features of the same shape. The one it got may be changed and returned,
   * but not kept.
   */
  Batch apply(Batch batch, RandomGenerator random);

  /** The transform that changes nothing. */
  static BatchTransform identity() {
    return new BatchTransform() {
      @Override
      public Batch apply(Batch batch, RandomGenerator random) {
        return batch;
      }

      @Override
      public String toString() {
        return "none";
      }
    };
  }
}
