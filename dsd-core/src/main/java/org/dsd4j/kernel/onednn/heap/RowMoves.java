package org.dsd4j.kernel.onednn.heap;

import java.util.Arrays;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Copies vectors to rows in another order and back, between tensors of any types. */
public final class RowMoves {
  /** The source of a row that has none. */
  public static final int NOWHERE = Sequences.NO_INDEX;

  private RowMoves() {}

  /**
   * Some channels of each vector of a tensor.
   *
   * @param tensor the tensor
   * @param count how many vectors it is made of
   * @param channel the number of the first channel
   */
  public record Vectors(Tensor tensor, int count, int channel) {
    private long at(int vector) {
      return vector * (tensor.shape().elements() / count) + channel;
    }

    private void copy(int vector, int width, OnednnTensor to, long at) {
      Copies.copy(OnednnTensor.of(tensor), at(vector), to, at, width);
    }

    private void read(int vector, float[] values) {
      Copies.read(OnednnTensor.of(tensor), at(vector), values, values.length);
    }

    private void write(int vector, float[] values) {
      Copies.write(values, values.length, OnednnTensor.of(tensor), at(vector));
    }
  }

  /**
   * Row i of {@code to} becomes vector {@code sources[i]}. Rows become zero whose source is {@link
   * #NOWHERE}, that lie beyond the sources, and all where there are no vectors.
   */
  public static void gather(@Nullable Vectors from, int[] sources, OnednnTensor to) {
    int given = from == null ? 0 : sources.length;
    int width = to.shape().last();
    Blocks.forEach(
        to.shape().extent(0),
        to.elements(),
        (first, end) -> {
          for (int row = first; row < end; row++) {
            if (from != null && row < given && sources[row] != NOWHERE) {
              from.copy(sources[row], width, to, (long) row * width);
            } else {
              Copies.clear(to, (long) row * width, width);
            }
          }
        });
  }

  /**
   * Vector {@code targets[i]} becomes row i, or has it added. Vectors that are no target become
   * zero or, where rows are added, stay as they are.
   */
  public static void scatter(OnednnTensor from, int[] targets, boolean added, Vectors to) {
    int[] sources = sources(targets, to.count);
    Vectors rows = rows(from);
    Blocks.forEach(
        to.count,
        (long) to.count * from.shape().last(),
        (first, end) -> {
          float[] values = new float[from.shape().last()];
          float[] before = new float[values.length];
          for (int vector = first; vector < end; vector++) {
            if (sources[vector] != NOWHERE) {
              rows.read(sources[vector], values);
            } else if (added) {
              continue;
            } else {
              Arrays.fill(values, 0);
            }
            if (added) {
              to.read(vector, before);
              add(before, values);
            }
            to.write(vector, values);
          }
        });
  }

  private static int[] sources(int[] targets, int count) {
    int[] sources = new int[count];
    Arrays.fill(sources, NOWHERE);
    for (int row = 0; row < targets.length; row++) {
      sources[targets[row]] = row;
    }
    return sources;
  }

  /** Row {@code targets[i]} of {@code to} has row i of {@code from} added. */
  public static void add(OnednnTensor from, int[] targets, OnednnTensor to) {
    float[] values = new float[from.shape().last()];
    float[] before = new float[values.length];
    Vectors added = rows(from);
    Vectors sums = rows(to);
    for (int row = 0; row < targets.length; row++) {
      added.read(row, values);
      sums.read(targets[row], before);
      add(before, values);
      sums.write(targets[row], values);
    }
  }

  private static void add(float[] more, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += more[i];
    }
  }

  private static Vectors rows(OnednnTensor matrix) {
    return new Vectors(matrix, matrix.shape().extent(0), 0);
  }
}
