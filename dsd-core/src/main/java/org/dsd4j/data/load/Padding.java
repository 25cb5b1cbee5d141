package org.dsd4j.data.load;

/**
 * The extent to which sequences of different lengths are padded in a batch: the longest length,
 * rounded up so that there are few different extents and a network needs few plans.
 */
final class Padding {
  private static final int MOST_EXTENTS = 6;

  private Padding() {}

  /**
   * The extent of a batch.
   *
   * @param longest the steps of its longest sequence
   * @param most the steps of the longest sequence of the data set
   */
  static int steps(int longest, int most) {
    int grain = (most + MOST_EXTENTS - 1) / MOST_EXTENTS;
    int rounded = (longest + grain - 1) / grain * grain;
    return Math.min(rounded, most);
  }
}
