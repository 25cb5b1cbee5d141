package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.array;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import java.util.List;
import org.dsd4j.kernel.Layout;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Joining, splitting and reordering by ND4J. */
final class Nd4jLayout implements Layout {
  @Override
  public void concat(List<Tensor> parts, Tensor whole) {
    long from = 0;
    for (Tensor part : parts) {
      columns(whole, from, part).assign(matrix(part));
      from += part.shape().last();
    }
  }

  @Override
  public void slice(Tensor whole, int from, Tensor part) {
    matrix(part).assign(columns(whole, from, part));
  }

  @Override
  public void place(Tensor part, int from, Tensor whole) {
    array(whole).assign(0);
    columns(whole, from, part).assign(matrix(part));
  }

  private static INDArray columns(Tensor whole, long from, Tensor part) {
    return matrix(whole)
        .get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + part.shape().last()));
  }

  @Override
  public void channelsFirst(Tensor x, Tensor y) {
    Shape s = x.shape();
    array(y)
        .reshape('c', new long[] {s.extent(0), s.extent(3), s.extent(1), s.extent(2)})
        .assign(array(x).permute(0, 3, 1, 2));
  }

  @Override
  public void channelsLast(Tensor x, Tensor y) {
    Shape s = y.shape();
    array(y)
        .assign(
            array(x)
                .reshape('c', new long[] {s.extent(0), s.extent(3), s.extent(1), s.extent(2)})
                .permute(0, 2, 3, 1));
  }
}
