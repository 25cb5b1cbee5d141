package org.dsd4j.data;

import java.util.Map;
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

  /**
   * This transform, which changes the features of a sample, for the input of this name of samples
   * of several: {@code Augment.horizontalFlip().on("picture")}.
   */
  default Transform on(String input) {
    return (sample, random) -> {
      Map<String, Values> alone = Map.of(Sample.FEATURES, sample.input(input));
      Sample changed = apply(new Sample(alone, sample.targets()), random);
      return new Sample(sample.inputs(), changed.targets()).withInput(input, changed.features());
    };
  }

  /** The transform that changes nothing. */
  static Transform identity() {
    return (sample, random) -> sample;
  }
}
