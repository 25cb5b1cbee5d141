package org.dsd4j.nn.spec;

/**
 * The part of a following activation function that a layer computes together with its own results;
 * see {@link Layer#fusing}. The network computes the rest, in place.
 */
public enum Fusing {
  /** Nothing. */
  NONE,
  /** {@link Layer#forward} applies the function to its results. */
  FORWARD,
  /** {@link Layer#backward} starts from the gradient after the function, too. */
  FORWARD_AND_BACKWARD
}
