package org.dsd4j.data;

import java.util.random.RandomGenerator;

/**
 * A change of one sample on its way into a batch. It returns a new sample, leaves the one it got as
 * it was and draws from nothing but {@code random}, which is seeded for each sample and epoch; so
 * results do not depend on the number of workers. Safe to use from several threads at once.
 */
@FunctionalInterface
public interface Transform {
  /** The changed sample. */
  Sample apply(Sample sample, RandomGenerator random);

  /** This transform, then {@code next}. */
  default Transform then(Transform next) {
    return (sample, random) -> next.apply(apply(sample, random), random);
  }

  /** The transform that changes nothing. */
  static Transform identity() {
    return (sample, random) -> sample;
  }
}
