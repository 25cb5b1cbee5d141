package org.dsd4j.nn.spec;

/**
 * How much of an activation function behind it a layer computes in one go with its own results; see
 * {@link Layer#fusing}. The network computes the rest, in place.
 */
public enum Fusing {
  /** Nothing. */
  NONE,
  /** {@link Layer#forward} writes what the function makes of the results. */
  FORWARD,
  /** {@link Layer#backward} starts from the gradient behind the function, too. */
  FORWARD_AND_BACKWARD
}
