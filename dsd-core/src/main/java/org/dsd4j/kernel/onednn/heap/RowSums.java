package org.dsd4j.kernel.onednn.heap;

import org.dsd4j.kernel.Sequences;

/** Sums of rows with the same index: the gradients of a table whose rows were gathered. */
public final class RowSums {
  private RowSums() {}

  /**
   * Sets row r of gradWeight to the sum of the rows i of gradY with {@code rows[i]} = r, in the
   * order of i. Each thread computes other rows of the weight, so no sum is shared.
   */
  public static void of(int[] rows, OnednnTensor gradY, OnednnTensor gradWeight) {
    int size = gradWeight.shape().last();
    int vocabulary = gradWeight.shape().extent(0);
    int[] ends = new int[vocabulary + 1];
    int[] positions = positionsByRow(rows, ends);
    Blocks.forEach(
        vocabulary,
        gradWeight.elements(),
        (from, to) -> {
          float[] sum = new float[size];
          float[] term = new float[size];
          for (int row = from; row < to; row++) {
            int start = ends[row];
            int end = ends[row + 1];
            if (start == end) {
              Copies.clear(gradWeight, (long) row * size, size);
              continue;
            }
            Copies.read(gradY, (long) positions[start] * size, sum, size);
            for (int i = start + 1; i < end; i++) {
              Copies.read(gradY, (long) positions[i] * size, term, size);
              add(term, sum);
            }
            Copies.write(sum, size, gradWeight, (long) row * size);
          }
        });
  }

  /**
   * The positions of row 0 in order, then those of row 1, and so on.
   *
   * @param ends receives the index at which those of row r − 1 end and those of row r begin
   */
  private static int[] positionsByRow(int[] rows, int[] ends) {
    for (int row : rows) {
      if (row != Sequences.NO_INDEX) {
        ends[row + 1]++;
      }
    }
    for (int row = 1; row < ends.length; row++) {
      ends[row] += ends[row - 1];
    }
    int[] next = ends.clone();
    int[] positions = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != Sequences.NO_INDEX) {
        positions[next[rows[i]]++] = i;
      }
    }
    return positions;
  }

  private static void add(float[] term, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += term[i];
    }
  }
}
