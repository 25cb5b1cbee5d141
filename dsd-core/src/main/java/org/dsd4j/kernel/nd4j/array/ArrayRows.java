package org.dsd4j.kernel.nd4j.array;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import org.dsd4j.kernel.Sequences;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of matrices in another order, in some columns of a matrix that may have more. */
public final class ArrayRows {
  private final Scratch scratch;

  public ArrayRows(Scratch scratch) {
    this.scratch = scratch;
  }

  /** Row i of {@code to} becomes row {@code rows[i]} of the columns from {@code column} on. */
  public void gather(INDArray from, int column, int[] rows, INDArray to) {
    INDArray dense = from;
    if (to.columns() != from.columns()) {
      dense = scratch.get("rows.dense", from.dataType(), from.rows(), to.columns());
      dense.assign(columns(from, column, to.columns()));
    }
    gather(dense, rows, to);
  }

  /**
   * Row i of {@code to} becomes row {@code rows[i]}; 0 where that is {@link Sequences#NO_INDEX}.
   */
  public static void gather(INDArray from, int[] rows, INDArray to) {
    int[] existing = Arrays.stream(rows).map(ArrayRows::existing).toArray();
    try (INDArray numbers = Nd4j.createFromArray(existing)) {
      Ops.run("gather", Ops.in(from, numbers), Ops.in(to), 0);
    }
    for (int first = 0; first < rows.length; ) {
      int end = first + 1;
      while (end < rows.length && rows[end] == rows[first]) {
        end++;
      }
      if (rows[first] == Sequences.NO_INDEX) {
        to.get(interval(first, end), all()).assign(0);
      }
      first = end;
    }
  }

  private static int existing(int row) {
    return row == Sequences.NO_INDEX ? 0 : row;
  }

  /**
   * Row {@code rows[i]} of {@code sums} becomes the sum of those rows i, in their order; others
   * become 0.
   */
  public static void sum(INDArray from, int[] rows, INDArray sums) {
    sums.assign(0);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != Sequences.NO_INDEX) {
        sums.getRow(rows[i]).addi(from.getRow(i));
      }
    }
  }

  /**
   * Row {@code rows[i]} of the columns from {@code column} on becomes row i of {@code from}, or has
   * it added; other rows become 0 or, where it is added, stay as they are.
   */
  public void scatter(INDArray from, int[] rows, boolean added, INDArray to, int column) {
    // As a gather from rows of which the first is zero, so that no order of writes matters.
    INDArray withZero =
        scratch.rows(
            "rows.zero", from.dataType(), to.rows() + 1L, from.rows() + 1L, from.columns());
    withZero.getRow(0).assign(0);
    withZero.get(interval(1, from.rows() + 1L), all()).assign(from);
    int[] sources = new int[to.rows()];
    for (int i = 0; i < rows.length; i++) {
      sources[rows[i]] = i + 1;
    }
    INDArray placed = scratch.get("rows.placed", from.dataType(), to.rows(), from.columns());
    gather(withZero, 0, sources, placed);
    INDArray target = columns(to, column, from.columns());
    if (added) {
      target.addi(placed);
    } else {
      target.assign(placed);
    }
  }

  private static INDArray columns(INDArray matrix, int first, long count) {
    return count == matrix.columns() ? matrix : matrix.get(all(), interval(first, first + count));
  }
}
