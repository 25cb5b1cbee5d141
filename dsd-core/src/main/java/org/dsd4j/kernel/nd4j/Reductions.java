package org.dsd4j.kernel.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sums over matrices as products with ones, which BLAS computes far faster than ND4J's reductions.
 */
final class Reductions {
  private Reductions() {}

  private record Ones(DataType type, long rows, long columns) {}

  /** Writes the sum of each row into {@code sums}, a vector. */
  static void rowSums(INDArray matrix, Scratch scratch, INDArray sums) {
    INDArray ones = ones(matrix.dataType(), matrix.columns(), 1, scratch);
    Ops.matmul(matrix, false, ones, false, sums.reshape('c', new long[] {matrix.rows(), 1}));
  }

  /** Writes the sum of each column into {@code sums}, a vector. */
  static void columnSums(INDArray matrix, Scratch scratch, INDArray sums) {
    INDArray ones = ones(matrix.dataType(), 1, matrix.rows(), scratch);
    Ops.matmul(ones, false, matrix, false, sums.reshape('c', new long[] {1, matrix.columns()}));
  }

  private static INDArray ones(DataType type, long rows, long columns, Scratch scratch) {
    return scratch.constant(new Ones(type, rows, columns), key -> Nd4j.ones(type, rows, columns));
  }
}
