package org.dsd4j.data.load;

import java.util.Arrays;
import org.dsd4j.data.Dataset;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;

/**
 * How sequences of different lengths become one batch: features are followed by zeros, targets by
 * {@link Dataset#NO_TARGET}, up to the longest of the batch, rounded up so that there are few
 * different extents and a network needs few plans.
 */
final class Padding {
  private static final int MOST_EXTENTS = 6;

  private final Shape most;
  private final int grain;

  /**
   * Padding of samples of at most this shape.
   *
   * @param most [T, ...], T being the most steps that a sample has
   */
  Padding(Shape most) {
    this.most = most;
    int steps = most.extent(0);
    this.grain = (steps + MOST_EXTENTS - 1) / MOST_EXTENTS;
  }

  /** The shape of each sample in a batch of sequences of these lengths. */
  Shape shape(Lengths lengths, int size) {
    int longest = Arrays.stream(lengths.toArray(size, most.extent(0))).max().orElseThrow();
    int rounded = (longest + grain - 1) / grain * grain;
    return most.withFirst(Math.min(rounded, most.extent(0)));
  }

  /** Whether a shape differs from the larger one in the first extent alone. */
  static boolean fits(Shape shape, Shape larger) {
    return shape.rank() == larger.rank()
        && shape.extent(0) <= larger.extent(0)
        && shape.withFirst(larger.extent(0)).equals(larger);
  }
}
