package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.array;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;
import static org.dsd4j.kernel.nd4j.array.PaddedSteps.steps;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.Sequences;
import org.dsd4j.kernel.nd4j.array.ArrayRows;
import org.dsd4j.kernel.nd4j.array.PaddedSteps;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.support.Indices;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/** Operations on padded batches by ND4J. */
final class Nd4jSequences implements Sequences {
  private final Scratch scratch;
  private final Nd4jRowConvolutions rowConvolutions;

  Nd4jSequences(Scratch scratch) {
    this.scratch = scratch;
    this.rowConvolutions = new Nd4jRowConvolutions(scratch);
  }

  @Override
  public void embedding(Lengths lengths, Tensor indices, Tensor weight, Tensor y) {
    int[] rows = Indices.of(lengths, indices, weight.shape().extent(0));
    ArrayRows.gather(matrix(weight), rows, matrix(y));
  }

  @Override
  public void embeddingBackward(Lengths lengths, Tensor indices, Tensor gradY, Tensor gradWeight) {
    int[] rows = Indices.of(lengths, indices, gradWeight.shape().extent(0));
    ArrayRows.sum(matrix(gradY), rows, matrix(gradWeight));
  }

  @Override
  public void mask(Lengths lengths, Tensor x, Tensor y) {
    if (x != y) {
      flat(y).assign(flat(x));
    }
    PaddedSteps.of(lengths, y).clear(flat(y));
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
    PaddedSteps padded = PaddedSteps.of(lengths, x);
    INDArray source = padded.cleared(array(x), "window.x", scratch);
    INDArray out = array(y).assign(0);
    int extent = padded.extent();
    int width = x.shape().last();
    for (int k = 0; k < y.shape().last() / width; k++) {
      int ahead = k - before;
      int from = Math.max(0, -ahead);
      int to = Math.min(extent, extent - ahead);
      if (from < to) {
        place(out, from, to, k, width).assign(steps(source, from + ahead, to + ahead));
      }
    }
    padded.clear(out);
  }

  @Override
  public void windowBackward(Lengths lengths, int before, Tensor gradY, Tensor gradX) {
    PaddedSteps padded = PaddedSteps.of(lengths, gradX);
    INDArray gy = padded.cleared(array(gradY), "window.gradY", scratch);
    INDArray gx = array(gradX).assign(0);
    int extent = padded.extent();
    int width = gradX.shape().last();
    for (int k = 0; k < gradY.shape().last() / width; k++) {
      int ahead = k - before;
      int from = Math.max(0, -ahead);
      int to = Math.min(extent, extent - ahead);
      if (from < to) {
        steps(gx, from + ahead, to + ahead).addi(place(gy, from, to, k, width));
      }
    }
    padded.clear(gx);
  }

  /** One position of the windows of a range of steps. */
  private static INDArray place(INDArray windows, int from, int to, int place, int width) {
    long first = (long) place * width;
    return windows.get(all(), interval(from, to), interval(first, first + width));
  }

  @Override
  public void scaleSteps(Tensor x, Tensor factors, Tensor y) {
    PaddedSteps steps = PaddedSteps.of(Lengths.whole(), x);
    INDArray in = steps.cube(array(x));
    INDArray out = steps.cube(array(y));
    INDArray rows = flat(factors).reshape('c', new long[] {in.size(0), in.size(2)});
    for (int sample = 0; sample < in.size(0); sample++) {
      Broadcast.mul(sequence(in, sample), rows.getRow(sample), sequence(out, sample), 1);
    }
  }

  private static INDArray sequence(INDArray cube, int sample) {
    return cube.get(interval(sample, sample + 1), all(), all())
        .reshape('c', new long[] {cube.size(1), cube.size(2)});
  }

  @Override
  public void prepend(Lengths lengths, Tensor first, Tensor rest, Tensor whole) {
    INDArray out = bySample(whole);
    long width = first.shape().elements() / first.shape().extent(0);
    out.get(all(), interval(0, width)).assign(bySample(first));
    out.get(all(), interval(width, out.columns())).assign(bySample(rest));
    PaddedSteps.of(lengths.map(length -> length + 1), whole).clear(out);
  }

  @Override
  public void prependBackward(
      Lengths lengths, Tensor gradWhole, @Nullable Tensor gradFirst, @Nullable Tensor gradRest) {
    INDArray gradients = bySample(gradWhole);
    long width = gradients.columns() / gradWhole.shape().extent(1);
    if (gradFirst != null) {
      bySample(gradFirst).assign(gradients.get(all(), interval(0, width)));
    }
    if (gradRest != null) {
      bySample(gradRest).assign(gradients.get(all(), interval(width, gradients.columns())));
      PaddedSteps.of(lengths, gradRest).clear(flat(gradRest));
    }
  }

  /** The elements as one row for each sample. */
  private static INDArray bySample(Tensor batch) {
    int samples = batch.shape().extent(0);
    return array(batch).reshape('c', new long[] {samples, batch.shape().elements() / samples});
  }
}
