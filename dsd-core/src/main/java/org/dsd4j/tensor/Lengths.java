package org.dsd4j.tensor;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.dsd4j.internal.Check;

/**
 * The number of real steps of each sequence in a padded batch: for sample n of a batch [N, T, ...],
 * steps 0 to {@code steps(n, T) − 1} are real. The others are padding, on which no result and no
 * gradient may depend.
 *
 * <p>Immutable. {@link #whole()} is the value for batches without padding, such as images.
 */
public final class Lengths {
  private static final Lengths WHOLE = new Lengths(new int[0]);

  private final int[] steps;

  private Lengths(int[] steps) {
    this.steps = steps;
  }

  /** No sequence is padded. */
  public static Lengths whole() {
    return WHOLE;
  }

  /**
   * One length for each sample.
   *
   * @throws IllegalArgumentException if there are no lengths, or one is below 1
   */
  public static Lengths of(int... steps) {
    Check.argument(
        steps.length > 0, "lengths", "one for each sample", "none", "use Lengths.whole()");
    for (int length : steps) {
      Check.positive("length of a sequence", length);
    }
    return new Lengths(steps.clone());
  }

  /** Whether nothing is padded. */
  public boolean isWhole() {
    return steps.length == 0;
  }

  /** The length of this sample in a batch of sequences of {@code extent} steps. */
  public int steps(int sample, int extent) {
    return isWhole() ? extent : steps[sample];
  }

  /** One length for each sample of a batch [size, extent, ...]. */
  public int[] toArray(int size, int extent) {
    int[] all = isWhole() ? new int[size] : steps.clone();
    if (isWhole()) {
      Arrays.fill(all, extent);
    }
    return all;
  }

  /** The sum of the lengths in a batch [size, extent, ...]. */
  public long total(int size, int extent) {
    return isWhole() ? (long) size * extent : Arrays.stream(steps).asLongStream().sum();
  }

  /** The lengths after applying a function to each, such as that of a convolution. */
  public Lengths map(IntUnaryOperator change) {
    return isWhole() ? this : of(Arrays.stream(steps).map(change).toArray());
  }

  /**
   * Checks that these fit a batch of this many samples with this many steps; returns them.
   *
   * @throws IllegalArgumentException if their number is different, or one is longer
   */
  public Lengths checked(int size, int extent) {
    if (!isWhole()) {
      Check.argument(
          steps.length == size,
          "lengths",
          "one for each of " + size + " samples",
          steps.length,
          "pass as many lengths as samples");
      for (int length : steps) {
        Check.argument(
            length <= extent,
            "length of a sequence",
            "at most the batch's " + extent + " steps",
            length,
            "pad to the longest sequence");
      }
    }
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lengths lengths && Arrays.equals(steps, lengths.steps);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(steps);
  }

  /** For example {@code [12, 7, 9]} or {@code whole}. */
  @Override
  public String toString() {
    return isWhole() ? "whole" : Arrays.toString(steps);
  }
}
