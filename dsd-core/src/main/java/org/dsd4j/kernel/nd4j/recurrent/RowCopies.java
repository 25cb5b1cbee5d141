package org.dsd4j.kernel.nd4j.recurrent;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.dsd4j.kernel.nd4j.array.Ops;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of matrices in another order, in some columns of a matrix that may have more. */
final class RowCopies {
  private final Scratch scratch;

  RowCopies(Scratch scratch) {
    this.scratch = scratch;
  }

  /** Row i of {@code to} becomes row {@code rows[i]} of the columns from {@code column} on. */
  void gather(INDArray from, int column, int[] rows, INDArray to) {
    INDArray dense = from;
    if (to.columns() != from.columns()) {
      dense = scratch.get("rows.dense", from.dataType(), from.rows(), to.columns());
      dense.assign(columns(from, column, to.columns()));
    }
    try (INDArray indices = Nd4j.createFromArray(rows)) {
      Ops.run("gather", Ops.in(dense, indices), Ops.in(to), 0);
    }
  }

  /**
   * Row {@code rows[i]} of the columns from {@code column} on becomes row i of {@code from}, or has
   * it added; other rows become 0 or, where it is added, stay as they are.
   */
  void scatter(INDArray from, int[] rows, boolean added, INDArray to, int column) {
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
