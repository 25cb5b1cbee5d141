package org.dsd4j.nn.plan;

import org.dsd4j.internal.Internal;

/**
 * Options of plans. For finite numbers, all compute the same.
 *
 * @param fused whether activation functions are fused with the layers before them
 * @param shared whether tensors share memory
 * @param segments the number of segments of forward steps of which only the borders are kept; 1
 *     keeps all
 * @param keepsNaN whether layers keep NaN where their kernels would turn it into a number
 * @param bytes the most bytes that all plans of a network may take
 * @hidden
 */
@Internal
public record PlanOptions(
    boolean fused, boolean shared, int segments, boolean keepsNaN, long bytes) {
  /** The default of {@link #bytes}: 1 GiB. */
  private static final long DEFAULT_BYTES = 1L << 30;

  public static final PlanOptions DEFAULT = new PlanOptions(true, true, 1, false, DEFAULT_BYTES);

  /** No fusion and no sharing: the reference in tests. */
  public static final PlanOptions PLAIN = new PlanOptions(false, false, 1, false, DEFAULT_BYTES);

  /** These options with tensors that share memory. */
  public PlanOptions sharing() {
    return new PlanOptions(fused, true, segments, keepsNaN, bytes);
  }

  public PlanOptions segments(int segments) {
    return new PlanOptions(fused, shared, segments, keepsNaN, bytes);
  }

  /**
   * These options for keeping NaN: without fusion, so that each layer sees which of its inputs are
   * NaN.
   */
  PlanOptions keepingNaN() {
    return new PlanOptions(false, shared, segments, true, bytes);
  }

  public PlanOptions bytes(long bytes) {
    return new PlanOptions(fused, shared, segments, keepsNaN, bytes);
  }
}
