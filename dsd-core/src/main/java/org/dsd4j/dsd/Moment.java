package org.dsd4j.dsd;

/** The five moments of the weight histograms in the paper's Figure 2. */
public enum Moment {
  /** After the dense phase, or before the first sparse one. */
  DENSE("after dense"),
  /** Immediately after the smallest weights were set to zero. */
  PRUNED("pruned"),
  /** After the sparse phase. */
  SPARSE("after sparse"),
  /** Immediately after the mask was removed. */
  RE_DENSE_START("re-dense, start"),
  /** After the re-dense phase. */
  RE_DENSE("after re-dense");

  private final String label;

  Moment(String label) {
    this.label = label;
  }

  /** The moment in plain words. */
  @Override
  public String toString() {
    return label;
  }
}
