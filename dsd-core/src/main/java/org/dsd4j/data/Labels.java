package org.dsd4j.data;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/**
 * The check of class numbers that all data sets share.
 *
 * @hidden
 */
@Internal
public final class Labels {
  private Labels() {}

  public static void check(String dataset, int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      Check.argument(
          labels[i] >= 0 && labels[i] < classes,
          dataset + ", label at index " + i,
          "a class number from 0 to " + (classes - 1),
          labels[i],
          "repair the labels or name all classes");
    }
  }
}
