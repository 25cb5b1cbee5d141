package org.dsd4j.data;

import org.dsd4j.internal.Check;

/** The check of indices, common to all data sets. */
public final class SampleIndex {
  private SampleIndex() {}

  /**
   * Throws unless the data set has a sample with this index; returns the index.
   *
   * @throws IndexOutOfBoundsException if it has none
   */
  public static int check(Dataset dataset, int index) {
    if (index < 0 || index >= dataset.size()) {
      throw new IndexOutOfBoundsException(
          Check.message(
              "index into " + dataset.name(),
              "0 to " + (dataset.size() - 1),
              index,
              "ask size() how many samples there are"));
    }
    return index;
  }
}
