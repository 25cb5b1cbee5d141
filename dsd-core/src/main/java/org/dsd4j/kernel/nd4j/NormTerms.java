package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** The common terms of batch and layer normalisation. */
final class NormTerms {
  /** Combines a matrix with a vector that has one element for each column. */
  static final int BY_COLUMN = 1;

  /** Combines a matrix with a vector that has one element for each row. */
  static final int BY_ROW = 0;

  private final Scratch scratch;

  NormTerms(Scratch scratch) {
    this.scratch = scratch;
  }

  /** 1 / √(variance + ε). */
  INDArray inverseDeviation(NormOperands o) {
    INDArray inverse = like("norm.inverse", flat(o.variance()));
    flat(o.variance()).addi(o.epsilon(), inverse);
    Nd4j.exec(new RSqrt(inverse, inverse));
    return inverse;
  }

  /** (x − mean) · inverse. */
  INDArray normalized(NormOperands o, INDArray inverse, int dimension) {
    INDArray x = matrix(o.x());
    INDArray normalized = like("norm.normalized", x);
    Broadcast.sub(x, flat(o.mean()), normalized, dimension);
    return Broadcast.mul(normalized, inverse, normalized, dimension);
  }

  /** Sums of gradY, and of its products with the normalised values, over the rows. */
  void parameterGradients(
      INDArray gradY, INDArray normalized, INDArray gradScale, INDArray gradShift) {
    Reductions.columnSums(gradY, scratch, gradShift);
    INDArray products = like("norm.squares", gradY);
    gradY.muli(normalized, products);
    Reductions.columnSums(products, scratch, gradScale);
  }

  /** A tensor's elements, or a scratch array if there is no tensor. */
  INDArray vectorOr(@Nullable Tensor tensor, String slot, INDArray like) {
    return tensor != null ? flat(tensor) : like(slot, like);
  }

  /** Scratch of this shape. */
  INDArray like(String slot, INDArray shaped) {
    return scratch.get(slot, shaped.dataType(), shaped.shape());
  }
}
