package org.dsd4j.nn;

/**
 * How plans are made. All ways compute the same.
 *
 * @param fused whether layers take over what follows them
 * @param shared whether tensors share memory
 * @param segments into how many parts forward steps are cut of which only the borders are kept; 1
 *     keeps all
 */
record PlanOptions(boolean fused, boolean shared, int segments) {
  static final PlanOptions DEFAULT = new PlanOptions(true, true, 1);

  /** One layer after the other, every tensor for itself: what the other ways are tested against. */
  static final PlanOptions PLAIN = new PlanOptions(false, false, 1);

  PlanOptions segments(int segments) {
    return new PlanOptions(fused, shared, segments);
  }
}
