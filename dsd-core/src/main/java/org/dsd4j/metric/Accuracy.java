package org.dsd4j.metric;

import java.util.OptionalInt;

/** The fraction of rows whose largest output is that of their label, in [0, 1]. */
public final class Accuracy extends TopK {
  /** The accuracy over all rows. */
  public Accuracy() {
    super(1);
  }

  private Accuracy(int ignoredLabel) {
    super(1, OptionalInt.of(ignoredLabel));
  }

  /** The accuracy over the rows (such as pixels) whose label is not this one. */
  public static Accuracy ignoringLabel(int label) {
    return new Accuracy(label);
  }

  @Override
  public String name() {
    return "accuracy";
  }
}
