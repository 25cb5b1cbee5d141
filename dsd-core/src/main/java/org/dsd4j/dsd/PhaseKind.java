package org.dsd4j.dsd;

/** The kinds of phases of dense-sparse-dense training. */
public enum PhaseKind {
  /** All weights are trained. */
  DENSE("dense"),
  /** The smallest weights of each layer are kept at zero, the others are trained. */
  SPARSE("sparse"),
  /** Without masks: all weights are trained, the pruned ones from zero. */
  RE_DENSE("re-dense"),
  /** The control: the epochs and rate of a sparse or re-dense phase, without a mask. */
  CONTROL("control");

  private final String label;

  PhaseKind(String label) {
    this.label = label;
  }

  /** The kind in plain words, as in tables and files. */
  @Override
  public String toString() {
    return label;
  }
}
