package org.dsd4j.kernel.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.kernel.nd4j.array.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rows of a table by number, and the sums of gradients that come back to them. */
final class EmbeddingRows {
  private EmbeddingRows() {}

  /** Row {@code rows[i]} of the weight becomes row i; 0 where that is no row. */
  public static void gather(int[] rows, INDArray weight, INDArray y) {
    try (INDArray numbers =
        Nd4j.createFromArray(Arrays.stream(rows).map(EmbeddingRows::any).toArray())) {
      Ops.run("gather", Ops.in(weight, numbers), Ops.in(y), 0);
    }
    for (int from = 0; from < rows.length; ) {
      int to = from + 1;
      while (to < rows.length && rows[to] == rows[from]) {
        to++;
      }
      if (rows[from] == Sequences.NO_INDEX) {
        y.get(interval(from, to), all()).assign(0);
      }
      from = to;
    }
  }

  /** A row that exists. */
  private static int any(int row) {
    return row == Sequences.NO_INDEX ? 0 : row;
  }

  /**
   * Each row of gradWeight becomes the sum of those of gradY that were copied from it, in order.
   */
  public static void scatter(int[] rows, INDArray gradY, INDArray gradWeight) {
    gradWeight.assign(0);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != Sequences.NO_INDEX) {
        gradWeight.getRow(rows[i]).addi(gradY.getRow(i));
      }
    }
  }
}
