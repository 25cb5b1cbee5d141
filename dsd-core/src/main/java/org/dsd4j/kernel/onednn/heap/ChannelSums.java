package org.dsd4j.kernel.onednn.heap;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two sums over all real steps for each channel, the last dimension. Sums over a few rows are in
 * single precision, by loops that the compiler vectorises; these are added in double precision.
 *
 * <p>A row is one step, or several short ones; each element of it has a sum of its own, and those
 * of one channel are added at the end.
 */
final class ChannelSums {
  private static final int LEAST_ROW = 1024;
  private static final int ROWS_IN_SINGLE_PRECISION = 16;
  private static final long MOST_PARTIAL_SUMS = 1 << 18;

  private double[] partial = {};

  /** The terms of both sums. */
  interface Terms {
    /** Adds the terms of the first {@code n} elements of a row to both sums. */
    void add(float[] a, float[] b, float[] first, float[] second, int n);
  }

  /** The length of a row, a whole number of steps. */
  static int rowLength(RealSteps steps) {
    return steps.width() * Math.max(1, LEAST_ROW / steps.width());
  }

  /**
   * The two sums for each channel.
   *
   * @param b a second tensor for the terms, or null
   */
  double[][] of(
      RealSteps steps, int channels, OnednnTensor a, @Nullable OnednnTensor b, Terms terms) {
    int row = rowLength(steps);
    int pieces = steps.pieces(2L * row, MOST_PARTIAL_SUMS);
    int size = Math.multiplyExact(2, row);
    if (partial.length < pieces * size) {
      partial = new double[pieces * size];
    }
    Arrays.fill(partial, 0, pieces * size, 0);
    steps.forEachPiece(
        pieces,
        (piece, from, to) -> {
          PieceRows rows = new PieceRows(steps, row, a, b, terms, piece * size);
          steps.runs(from, to, rows);
          rows.flush();
        });
    double[][] sums = new double[2][channels];
    for (int i = 0; i < pieces * size; i += channels) {
      double[] sum = sums[i / row % 2];
      for (int c = 0; c < channels; c++) {
        sum[c] += partial[i + c];
      }
    }
    return sums;
  }

  /** The rows of a piece. */
  private final class PieceRows implements RealSteps.StepRun {
    private final RealSteps steps;
    private final OnednnTensor a;
    private final @Nullable OnednnTensor b;
    private final Terms terms;
    private final int start;
    private final float[] ofA;
    private final float[] ofB;
    private final float[] first;
    private final float[] second;
    private int added;

    PieceRows(
        RealSteps steps,
        int row,
        OnednnTensor a,
        @Nullable OnednnTensor b,
        Terms terms,
        int start) {
      this.steps = steps;
      this.a = a;
      this.b = b;
      this.terms = terms;
      this.start = start;
      this.ofA = new float[row];
      this.ofB = b == null ? ofA : new float[row];
      this.first = new float[row];
      this.second = new float[row];
    }

    @Override
    public void steps(int sample, int from, int count) {
      long at = steps.element(sample, from);
      long end = at + (long) count * steps.width();
      while (at < end) {
        int n = (int) Math.min(ofA.length, end - at);
        Copies.read(a, at, ofA, n);
        if (b != null) {
          Copies.read(b, at, ofB, n);
        }
        terms.add(ofA, ofB, first, second, n);
        at += n;
        if (++added == ROWS_IN_SINGLE_PRECISION) {
          flush();
        }
      }
    }

    void flush() {
      int row = first.length;
      for (int i = 0; i < row; i++) {
        partial[start + i] += first[i];
        partial[start + row + i] += second[i];
      }
      Arrays.fill(first, 0);
      Arrays.fill(second, 0);
      added = 0;
    }
  }
}
