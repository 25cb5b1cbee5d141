package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.array;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;
import static org.dsd4j.kernel.nd4j.array.PaddedSteps.steps;

import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.kernel.nd4j.array.PaddedSteps;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/**
 * Convolutions of each feature over a step and those after it, one position of the window at a
 * time.
 */
final class Nd4jRowConvolutions {
  private static final int BY_COLUMN = 1;

  private final Scratch scratch;

  Nd4jRowConvolutions(Scratch scratch) {
    this.scratch = scratch;
  }

  public void forward(Lengths lengths, Tensor x, Tensor weight, Tensor y) {
    PaddedSteps padded = PaddedSteps.of(lengths, x);
    INDArray source = padded.cleared(matrix(x), "row.x", scratch);
    INDArray products = like("row.products", source);
    INDArray out = array(y).assign(0);
    int extent = padded.extent();
    for (int j = 0; j < Math.min(extent, weight.shape().last()); j++) {
      Broadcast.mul(source, tap(weight, j), products, BY_COLUMN);
      steps(out, 0, extent - j).addi(steps(padded.cube(products), j, extent));
    }
    padded.clear(out);
  }

  public void backward(
      Lengths lengths, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    PaddedSteps padded = PaddedSteps.of(lengths, x);
    INDArray gy = padded.cleared(matrix(gradY), "row.gradY", scratch);
    if (gradients.x() != null) {
      inputGradient(padded, gy, weight, gradients.x());
    }
    if (gradients.weight() != null) {
      INDArray source = padded.cleared(matrix(x), "row.x", scratch);
      weightGradient(padded, padded.cube(source), padded.cube(gy), gradients.weight());
    }
  }

  private void inputGradient(PaddedSteps padded, INDArray gradY, Tensor weight, Tensor gradX) {
    INDArray products = like("row.products", gradY);
    INDArray gx = array(gradX).assign(0);
    int extent = padded.extent();
    for (int j = 0; j < Math.min(extent, weight.shape().last()); j++) {
      Broadcast.mul(gradY, tap(weight, j), products, BY_COLUMN);
      steps(gx, j, extent).addi(steps(padded.cube(products), 0, extent - j));
    }
    padded.clear(gx);
  }

  private void weightGradient(PaddedSteps padded, INDArray x, INDArray gradY, Tensor gradWeight) {
    INDArray gw = array(gradWeight).assign(0);
    INDArray products =
        scratch.get("row.products", x.dataType(), x.length() / x.size(2), x.size(2));
    INDArray sums = scratch.get("row.sums", x.dataType(), x.size(2));
    int extent = padded.extent();
    for (int j = 0; j < Math.min(extent, gradWeight.shape().last()); j++) {
      INDArray matching = steps(padded.cube(products.assign(0)), 0, extent - j);
      matching.assign(steps(x, j, extent)).muli(steps(gradY, 0, extent - j));
      Reductions.columnSums(products, scratch, sums);
      gw.getColumn(j).assign(sums);
    }
  }

  /** The weights of one position in the window, without gaps. */
  private INDArray tap(Tensor weight, int place) {
    INDArray tap = scratch.get("row.tap", array(weight).dataType(), weight.shape().extent(0));
    return tap.assign(array(weight).getColumn(place));
  }

  private INDArray like(String slot, INDArray shaped) {
    return scratch.get(slot, shaped.dataType(), shaped.shape());
  }
}
