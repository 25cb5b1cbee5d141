package org.dsd4j.kernel.onednn;

import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.kernel.onednn.heap.ContextWindows;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.heap.RowConvolutions;
import org.dsd4j.kernel.onednn.heap.RowMoves;
import org.dsd4j.kernel.onednn.heap.RowMoves.Vectors;
import org.dsd4j.kernel.onednn.heap.RowSums;
import org.dsd4j.kernel.onednn.heap.SequenceSteps;
import org.dsd4j.kernel.support.Indices;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Operations on padded batches, in Java on all cores, as oneDNN's primitives have no lengths. */
final class OnednnSequences implements Sequences {
  private final RowConvolutions rowConvolutions = new RowConvolutions();

  @Override
  public void embedding(Lengths lengths, Tensor indices, Tensor weight, Tensor y) {
    int[] rows = Indices.of(lengths, indices, weight.shape().extent(0));
    Vectors vectors = new Vectors(weight, weight.shape().extent(0), 0);
    Shape shape = Shape.of(rows.length, weight.shape().last());
    RowMoves.gather(vectors, rows, OnednnTensor.of(y).part(0, shape));
  }

  @Override
  public void embeddingBackward(Lengths lengths, Tensor indices, Tensor gradY, Tensor gradWeight) {
    int[] rows = Indices.of(lengths, indices, gradWeight.shape().extent(0));
    RowSums.of(rows, OnednnTensor.of(gradY), OnednnTensor.of(gradWeight));
  }

  @Override
  public void mask(Lengths lengths, Tensor x, Tensor y) {
    SequenceSteps.mask(lengths, x, y);
  }

  @Override
  public void rowConvolution(Lengths lengths, Tensor x, Tensor weight, Tensor y) {
    rowConvolutions.forward(lengths, x, weight, y);
  }

  @Override
  public void rowConvolutionBackward(
      Lengths lengths, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    rowConvolutions.backward(lengths, x, weight, gradY, gradients);
  }

  @Override
  public void window(Lengths lengths, int before, Tensor x, Tensor y) {
    ContextWindows.forward(lengths, before, x, y);
  }

  @Override
  public void windowBackward(Lengths lengths, int before, Tensor gradY, Tensor gradX) {
    ContextWindows.backward(lengths, before, gradY, gradX);
  }

  @Override
  public void scaleSteps(Tensor x, Tensor factors, Tensor y) {
    SequenceSteps.scale(x, factors, y);
  }

  @Override
  public void prepend(Lengths lengths, Tensor first, Tensor rest, Tensor whole) {
    SequenceSteps.prepend(lengths, first, rest, whole);
  }

  @Override
  public void prependBackward(
      Lengths lengths, Tensor gradWhole, @Nullable Tensor gradFirst, @Nullable Tensor gradRest) {
    SequenceSteps.prependBackward(lengths, gradWhole, gradFirst, gradRest);
  }
}
