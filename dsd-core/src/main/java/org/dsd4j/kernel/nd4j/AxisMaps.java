package org.dsd4j.kernel.nd4j;

import org.dsd4j.kernel.nd4j.array.Ops;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.support.AxisMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Linear maps of images [N,H,W,C] along height and width. */
final class AxisMaps {
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;

  private final Scratch scratch;

  AxisMaps(Scratch scratch) {
    this.scratch = scratch;
  }

  private record Key(AxisMap kind, DataType type, long in, long out) {}

  /** y = the map of x to y's height and width. */
  void apply(AxisMap kind, INDArray x, INDArray y) {
    INDArray rows = matrix(kind, x.dataType(), x.size(HEIGHT), y.size(HEIGHT));
    INDArray columns = matrix(kind, x.dataType(), x.size(WIDTH), y.size(WIDTH));
    apply(rows, columns, false, x, y);
  }

  /** gradX = the transposed map of gradY. */
  void applyTransposed(AxisMap kind, INDArray gradY, INDArray gradX) {
    INDArray rows = matrix(kind, gradX.dataType(), gradX.size(HEIGHT), gradY.size(HEIGHT));
    INDArray columns = matrix(kind, gradX.dataType(), gradX.size(WIDTH), gradY.size(WIDTH));
    apply(rows, columns, true, gradY, gradX);
  }

  private void apply(INDArray rows, INDArray columns, boolean transposed, INDArray x, INDArray y) {
    long[] between = {x.size(0), y.size(HEIGHT), x.size(WIDTH), x.size(3)};
    INDArray half = scratch.get("maps.half", x.dataType(), between);
    contract(rows, transposed, x, HEIGHT, half);
    contract(columns, transposed, half, WIDTH, y);
  }

  /** Replaces the axis by the product with the matrix [out, in], or with its transpose. */
  private void contract(
      INDArray matrix, boolean transposed, INDArray x, int axis, INDArray result) {
    int[] toLast = axis == HEIGHT ? new int[] {0, 2, 3, 1} : new int[] {0, 1, 3, 2};
    int[] back = axis == HEIGHT ? new int[] {0, 3, 1, 2} : new int[] {0, 1, 3, 2};
    INDArray in = scratch.get("maps.in", x.dataType(), permuted(x.shape(), toLast));
    in.assign(x.permute(toLast));
    INDArray out = scratch.get("maps.out", x.dataType(), permuted(result.shape(), toLast));
    Ops.matmul(asMatrix(in), false, matrix, !transposed, asMatrix(out));
    result.assign(out.permute(back));
  }

  private static INDArray asMatrix(INDArray array) {
    long last = array.size(3);
    return array.reshape('c', new long[] {array.length() / last, last});
  }

  private static long[] permuted(long[] shape, int[] order) {
    long[] result = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      result[i] = shape[order[i]];
    }
    return result;
  }

  private INDArray matrix(AxisMap kind, DataType type, long in, long out) {
    return scratch.constant(
        new Key(kind, type, in, out),
        key -> Nd4j.createFromArray(kind.matrix((int) in, (int) out)).castTo(type));
  }
}
