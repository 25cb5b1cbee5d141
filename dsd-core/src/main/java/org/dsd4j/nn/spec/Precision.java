package org.dsd4j.nn.spec;

import org.dsd4j.tensor.ElementType;

/**
 * The precision in which a network computes. Weights, optimizer state, statistics and losses are
 * never reduced.
 */
public enum Precision {
  /** Everything in single precision. */
  F32(ElementType.FLOAT32),
  /**
   * Activations and their gradients in bfloat16, which processors with bfloat16 units multiply
   * about twice as fast; sums are accumulated in single precision. Weights, their gradients,
   * optimizer state, masks, statistics of normalisations and losses stay in single precision.
   */
  BF16(ElementType.BFLOAT16);

  private final ElementType activations;

  Precision(ElementType activations) {
    this.activations = activations;
  }

  /** The type of activations and their gradients. */
  public ElementType activations() {
    return activations;
  }
}
