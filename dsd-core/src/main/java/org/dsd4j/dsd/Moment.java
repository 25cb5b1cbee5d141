package org.dsd4j.dsd;

/** The five moments at which the paper's Figure 2 looks at a layer's weights. */
public enum Moment {
  /** After the dense phase, or before the first sparse one. */
  DENSE("after dense"),
  /** Just after the smallest weights were set to zero. */
  PRUNED("pruned"),
  /** After the sparse phase. */
  SPARSE("after sparse"),
  /** Just after the mask was dropped. */
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
