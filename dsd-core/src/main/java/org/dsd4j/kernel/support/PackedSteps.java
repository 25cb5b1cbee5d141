package org.dsd4j.kernel.support;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.dsd4j.kernel.Recurrent.Sweep;
import org.dsd4j.kernel.RecurrentSizes;

/**
 * The real steps of a batch of sequences in the order in which a recurrent layer computes them: the
 * first step of every sequence, then the second of those that have one, and so on, longer sequences
 * before shorter ones. So the sequences that continue at a step are the first rows of the step
 * before, and there is no padding.
 */
public final class PackedSteps {
  private final boolean reversed;
  private final int extent;
  private final int[] lengths;
  private final Integer[] order;
  private final int[] starts;

  private PackedSteps(boolean reversed, int extent, int[] lengths) {
    this.reversed = reversed;
    this.extent = extent;
    this.lengths = lengths;
    this.order = IntStream.range(0, lengths.length).boxed().toArray(Integer[]::new);
    // Stable, so that a batch without padding stays in its order.
    Arrays.sort(order, Comparator.comparing(sample -> -lengths[sample]));
    int longest = lengths[order[0]];
    this.starts = new int[longest + 1];
    int active = lengths.length;
    for (int step = 0; step < longest; step++) {
      while (lengths[order[active - 1]] <= step) {
        active--;
      }
      starts[step + 1] = starts[step] + active;
    }
  }

  /** The order of a sweep's steps. */
  public static PackedSteps of(Sweep sweep, RecurrentSizes sizes) {
    return new PackedSteps(
        sweep.reversed(), sizes.steps(), sweep.lengths().toArray(sizes.samples(), sizes.steps()));
  }

  /** The number of steps of the longest sequence. */
  public int steps() {
    return starts.length - 1;
  }

  /** The number of real steps of all sequences. */
  public int rows() {
    return starts[steps()];
  }

  /** The row at which a step starts. */
  public int start(int step) {
    return starts[step];
  }

  /** The number of sequences that have this step. */
  public int active(int step) {
    return step < steps() ? starts[step + 1] - starts[step] : 0;
  }

  /**
   * The number in the batch of the sequence at {@code position}, the row that it has within each
   * step.
   */
  public int sample(int position) {
    return order[position];
  }

  /** The number of steps of the sequence at {@code position}. */
  public int length(int position) {
    return lengths[order[position]];
  }

  /** The index in [N · T, ...] of step {@code step} of the sequence at {@code position}. */
  public int vector(int step, int position) {
    int sample = order[position];
    int time = reversed ? lengths[sample] - 1 - step : step;
    return sample * extent + time;
  }

  /** For each row, the index in [N · T, ...] of its vector. */
  public int[] vectors() {
    int[] vectors = new int[rows()];
    for (int step = 0; step < steps(); step++) {
      for (int position = 0; position < active(step); position++) {
        vectors[start(step) + position] = vector(step, position);
      }
    }
    return vectors;
  }

  /** For each sequence in the order of positions, the row of its last step. */
  public int[] lastRows() {
    return IntStream.range(0, lengths.length)
        .map(position -> start(length(position) - 1) + position)
        .toArray();
  }

  /**
   * For each row, the index of the state before it among states that start with those before the
   * first step, one row for each sequence.
   */
  public int[] previousStates() {
    int[] previous = new int[rows()];
    for (int step = 0; step < steps(); step++) {
      int before = step == 0 ? 0 : lengths.length + start(step - 1);
      for (int position = 0; position < active(step); position++) {
        previous[start(step) + position] = before + position;
      }
    }
    return previous;
  }

  /** Whether no sequence is padded. */
  public boolean isWhole() {
    return rows() == lengths.length * extent;
  }
}
