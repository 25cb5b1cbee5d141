package org.dsd4j.kernel.nd4j.array;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import org.dsd4j.kernel.Sequences;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Gathers rows of matrices by index and scatters them, in a range of columns. */
public final class ArrayRows {
  private final Scratch scratch;

  public ArrayRows(Scratch scratch) {
    this.scratch = scratch;
  }

  /** Sets row i of {@code to} to row {@code rows[i]} of the columns from {@code column} on. */
  public void gather(INDArray from, int column, int[] rows, INDArray to) {
    INDArray dense = from;
    if (to.columns() != from.columns()) {
      dense = scratch.get("rows.dense", from.dataType(), from.rows(), to.columns());
      dense.assign(columns(from, column, to.columns()));
    }
    gather(dense, rows, to);
  }

  /**
   * Sets row i of {@code to} to row {@code rows[i]}; to 0 where that is {@link Sequences#NO_INDEX}.
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
   * Sets row r of {@code sums} to the sum of the rows i with {@code rows[i]} = r, in their order;
   * others to 0.
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
   * Sets row {@code rows[i]} of the columns from {@code column} on to row i of {@code from}, or
   * adds it; other rows become 0 or, if rows are added, do not change.
   */
  public void scatter(INDArray from, int[] rows, boolean added, INDArray to, int column) {
    // A gather from rows of which the first is zero, so that no order of writes matters.
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
