package org.dsd4j.data;

import java.util.random.RandomGenerator;

/**
 * A transform with a name.
 *
 * @param name the result of toString
 * @param function what it does
 */
record NamedTransform(String name, Transform function) implements Transform {
  /** The name of the transform that changes nothing. */
  static final String NOTHING = "none";

  @Override
  public Sample apply(Sample sample, RandomGenerator random) {
    return function.apply(sample, random);
  }

  @Override
  public String toString() {
    return name;
  }
}
