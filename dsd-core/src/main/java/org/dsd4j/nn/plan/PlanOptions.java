package org.dsd4j.nn.plan;

import org.dsd4j.internal.Internal;

/**
 * How plans are made. All ways compute the same of numbers.
 *
 * @param fused whether layers take over what follows them
 * @param shared whether tensors share memory
 * @param segments into how many parts forward steps are cut of which only the borders are kept; 1
 *     keeps all
 * @param keepsNaN whether layers take care that NaN stays NaN where their kernels would make a
 *     number of it
 * @param bytes how many bytes a network's plans may take in all
 * @hidden
 */
@Internal
public record PlanOptions(
    boolean fused, boolean shared, int segments, boolean keepsNaN, long bytes) {
  /** What plans may take unless a network is built otherwise: 1 GiB. */
  private static final long DEFAULT_BYTES = 1L << 30;

  public static final PlanOptions DEFAULT = new PlanOptions(true, true, 1, false, DEFAULT_BYTES);

  /** One layer after the other, every tensor for itself: what the other ways are tested against. */
  public static final PlanOptions PLAIN = new PlanOptions(false, false, 1, false, DEFAULT_BYTES);

  /** The same, with tensors that share memory. */
  public PlanOptions sharing() {
    return new PlanOptions(fused, true, segments, keepsNaN, bytes);
  }

  public PlanOptions segments(int segments) {
    return new PlanOptions(fused, shared, segments, keepsNaN, bytes);
  }

  /** One layer after the other, so that each sees which of its own inputs are NaN. */
  PlanOptions keepingNaN() {
    return new PlanOptions(false, shared, segments, true, bytes);
  }

  public PlanOptions bytes(long bytes) {
    return new PlanOptions(fused, shared, segments, keepsNaN, bytes);
  }
}
