package org.dsd4j.kernel.nd4j.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums over matrices as products with ones, which BLAS computes far faster than ND4J's reductions.
 */
public final class Reductions {
  private Reductions() {}

  /** Writes the sum of each row into {@code sums}, a vector. */
  public static void rowSums(INDArray matrix, Scratch scratch, INDArray sums) {
    INDArray ones = scratch.ones(matrix.dataType(), matrix.columns(), 1);
    Ops.matmul(matrix, false, ones, false, sums.reshape('c', new long[] {matrix.rows(), 1}));
  }

  /** Writes the sum of each column into {@code sums}, a vector. */
  public static void columnSums(INDArray matrix, Scratch scratch, INDArray sums) {
    INDArray ones = scratch.ones(matrix.dataType(), 1, matrix.rows());
    Ops.matmul(ones, false, matrix, false, sums.reshape('c', new long[] {1, matrix.columns()}));
  }
}
