package org.dsd4j.kernel.onednn.heap;

import java.util.Arrays;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Gathers vectors into rows by index and scatters them back, between tensors of any types. */
public final class RowMoves {
  /** The index of a row without a source. */
  public static final int NOWHERE = Sequences.NO_INDEX;

  private RowMoves() {}

  /**
   * A range of channels of each vector of a tensor.
   *
   * @param tensor the tensor
   * @param count its number of vectors
   * @param channel the index of the first channel
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
   * Sets row i of {@code to} to vector {@code sources[i]}. Rows whose source is {@link #NOWHERE},
   * rows beyond the sources and, if there are no vectors, all rows become zero.
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
   * Sets vector {@code targets[i]} to row i, or adds it. Other vectors become zero or, if rows are
   * added, do not change.
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

  /** Adds row i of {@code from} to row {@code targets[i]} of {@code to}. */
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
