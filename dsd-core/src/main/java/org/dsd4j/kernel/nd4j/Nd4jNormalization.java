package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.Normalization;
import org.dsd4j.kernel.nd4j.array.Ops;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisations by ND4J, on matrices whose columns are channels. */
final class Nd4jNormalization implements Normalization {
  /** Combines a matrix with a vector that has one element for each column. */
  private static final int BY_COLUMN = 1;

  /** Combines a matrix with a vector that has one element for each row. */
  private static final int BY_ROW = 0;

  private final Scratch scratch;
  private final LocalResponseNorm localResponse;

  Nd4jNormalization(Scratch scratch) {
    this.scratch = scratch;
    this.localResponse = new LocalResponseNorm(scratch);
  }

  @Override
  public void batchNorm(NormOperands o, boolean rectified, Tensor y) {
    INDArray x = matrix(o.x());
    INDArray centred = matrix(y);
    INDArray mean = flat(o.mean());
    INDArray variance = flat(o.variance());
    Reductions.columnSums(x, scratch, mean);
    mean.divi(x.rows());
    Broadcast.sub(x, mean, centred, BY_COLUMN);
    INDArray squares = like("norm.squares", x);
    centred.muli(centred, squares);
    Reductions.columnSums(squares, scratch, variance);
    variance.divi(x.rows());
    INDArray factor = inverseDeviation(o).muli(flat(o.scale()));
    Broadcast.mul(centred, factor, centred, BY_COLUMN);
    Broadcast.add(centred, flat(o.shift()), centred, BY_COLUMN);
    rectify(rectified, y);
  }

  private void rectify(boolean rectified, Tensor y) {
    if (rectified) {
      Rectifier.apply(flat(y), scratch);
    }
  }

  @Override
  public void batchNormBackward(
      NormOperands o, @Nullable Tensor rectified, Tensor gradY, NormGradients gradients) {
    INDArray inverse = inverseDeviation(o);
    INDArray normalized = normalized(o, inverse, BY_COLUMN);
    INDArray gy =
        rectified == null
            ? matrix(gradY)
            : Rectifier.gradient(matrix(rectified), matrix(gradY), scratch);
    INDArray gradScale = vectorOr(gradients.scale(), "norm.gradScale", inverse);
    INDArray gradShift = vectorOr(gradients.shift(), "norm.gradShift", inverse);
    parameterGradients(gy, normalized, gradScale, gradShift);
    if (gradients.x() == null) {
      return;
    }
    INDArray gx = matrix(gradients.x());
    double rows = gy.rows();
    INDArray vector = like("norm.vector", inverse);
    gradScale.divi(rows, vector);
    Broadcast.mul(normalized, vector, normalized, BY_COLUMN);
    gy.subi(normalized, gx);
    gradShift.divi(rows, vector);
    Broadcast.sub(gx, vector, gx, BY_COLUMN);
    Broadcast.mul(gx, inverse.muli(flat(o.scale())), gx, BY_COLUMN);
  }

  @Override
  public void batchNormInference(NormOperands o, boolean rectified, Tensor y) {
    INDArray out = matrix(y);
    Broadcast.sub(matrix(o.x()), flat(o.mean()), out, BY_COLUMN);
    Broadcast.mul(out, inverseDeviation(o).muli(flat(o.scale())), out, BY_COLUMN);
    Broadcast.add(out, flat(o.shift()), out, BY_COLUMN);
    rectify(rectified, y);
  }

  @Override
  public void batchNormInferenceBackward(NormOperands o, Tensor gradY, NormGradients gradients) {
    INDArray inverse = inverseDeviation(o);
    INDArray gradScale = vectorOr(gradients.scale(), "norm.gradScale", inverse);
    INDArray gradShift = vectorOr(gradients.shift(), "norm.gradShift", inverse);
    INDArray normalized = normalized(o, inverse, BY_COLUMN);
    parameterGradients(matrix(gradY), normalized, gradScale, gradShift);
    if (gradients.x() != null) {
      INDArray factor = inverse.muli(flat(o.scale()));
      Broadcast.mul(matrix(gradY), factor, matrix(gradients.x()), BY_COLUMN);
    }
  }

  @Override
  public void layerNorm(NormOperands o, Tensor y) {
    INDArray x = matrix(o.x());
    INDArray out = matrix(y);
    INDArray mean = flat(o.mean());
    INDArray variance = flat(o.variance());
    Reductions.rowSums(x, scratch, mean);
    mean.divi(x.columns());
    Broadcast.sub(x, mean, out, BY_ROW);
    INDArray squares = like("norm.squares", x);
    out.muli(out, squares);
    Reductions.rowSums(squares, scratch, variance);
    variance.divi(x.columns());
    Broadcast.mul(out, inverseDeviation(o), out, BY_ROW);
    Broadcast.mul(out, flat(o.scale()), out, BY_COLUMN);
    Broadcast.add(out, flat(o.shift()), out, BY_COLUMN);
  }

  @Override
  public void layerNormBackward(NormOperands o, Tensor gradY, NormGradients gradients) {
    INDArray inverse = inverseDeviation(o);
    INDArray normalized = normalized(o, inverse, BY_ROW);
    INDArray gy = matrix(gradY);
    INDArray gradScale = vectorOr(gradients.scale(), "norm.gradScale", flat(o.scale()));
    INDArray gradShift = vectorOr(gradients.shift(), "norm.gradShift", flat(o.shift()));
    parameterGradients(gy, normalized, gradScale, gradShift);
    if (gradients.x() == null) {
      return;
    }
    INDArray gx = matrix(gradients.x());
    Broadcast.mul(gy, flat(o.scale()), gx, BY_COLUMN);
    INDArray products = like("norm.squares", gx);
    gx.muli(normalized, products);
    INDArray sums = like("norm.vector", inverse);
    Reductions.rowSums(products, scratch, sums);
    Broadcast.mul(normalized, sums.divi(gx.columns()), normalized, BY_ROW);
    Reductions.rowSums(gx, scratch, sums);
    Broadcast.sub(gx, sums.divi(gx.columns()), gx, BY_ROW);
    gx.subi(normalized);
    Broadcast.mul(gx, inverse, gx, BY_ROW);
  }

  @Override
  public void localResponse(LocalResponse settings, Tensor x, Tensor y) {
    localResponse.forward(settings, matrix(x), matrix(y));
  }

  @Override
  public void localResponseBackward(LocalResponse settings, Tensor x, Tensor gradY, Tensor gradX) {
    localResponse.backward(settings, matrix(x), matrix(gradY), matrix(gradX));
  }

  private void parameterGradients(
      INDArray gradY, INDArray normalized, INDArray gradScale, INDArray gradShift) {
    Reductions.columnSums(gradY, scratch, gradShift);
    INDArray products = like("norm.squares", gradY);
    gradY.muli(normalized, products);
    Reductions.columnSums(products, scratch, gradScale);
  }

  private INDArray inverseDeviation(NormOperands o) {
    INDArray inverse = like("norm.inverse", flat(o.variance()));
    flat(o.variance()).addi(o.epsilon(), inverse);
    Nd4j.exec(new RSqrt(inverse, inverse));
    return inverse;
  }

  private INDArray normalized(NormOperands o, INDArray inverse, int dimension) {
    INDArray x = matrix(o.x());
    INDArray normalized = like("norm.normalized", x);
    Broadcast.sub(x, flat(o.mean()), normalized, dimension);
    return Broadcast.mul(normalized, inverse, normalized, dimension);
  }

  private INDArray vectorOr(@Nullable Tensor tensor, String slot, INDArray like) {
    return tensor != null ? flat(tensor) : like(slot, like);
  }

  private INDArray like(String slot, INDArray shaped) {
    return scratch.get(slot, shaped.dataType(), shaped.shape());
  }

  /** Local response normalisation; the sum over neighbours is a product with a band matrix. */
  private static final class LocalResponseNorm {
    private final Scratch scratch;

    LocalResponseNorm(Scratch scratch) {
      this.scratch = scratch;
    }

    private record Band(Object type, long channels, int size) {}

    void forward(LocalResponse s, INDArray x, INDArray y) {
      INDArray sums = sums(s, x);
      Transforms.pow(sums, -s.beta(), false);
      x.muli(sums, y);
    }

    void backward(LocalResponse s, INDArray x, INDArray gradY, INDArray gradX) {
      // With u = k + α/size·Σx²: gradX = gradY·u^−β − 2βα/size · x · Σ′(gradY·x·u^(−β−1)), where
      // Σ′ sums over those channels whose windows this one is in.
      INDArray sums = sums(s, x);
      INDArray inner = scratch.get("lrn.inner", x.dataType(), x.shape());
      inner.assign(sums);
      Transforms.pow(inner, -s.beta() - 1, false);
      inner.muli(x).muli(gradY);
      Ops.matmul(inner, false, band(s, x), true, gradX);
      gradX.muli(x).muli(-2 * s.beta() * s.alpha() / s.size());
      Transforms.pow(sums, -s.beta(), false);
      gradX.addi(sums.muli(gradY));
    }

    private INDArray sums(LocalResponse s, INDArray x) {
      INDArray squares = scratch.get("lrn.squares", x.dataType(), x.shape());
      x.muli(x, squares);
      INDArray sums = scratch.get("lrn.sums", x.dataType(), x.shape());
      Ops.matmul(squares, false, band(s, x), false, sums);
      return sums.muli(s.alpha() / s.size()).addi(s.k());
    }

    /** Element (j, c) is 1 where channel j belongs to the window of channel c. */
    private INDArray band(LocalResponse s, INDArray x) {
      int channels = x.columns();
      return scratch.constant(
          new Band(x.dataType(), channels, s.size()),
          key -> {
            double[][] band = new double[channels][channels];
            for (int c = 0; c < channels; c++) {
              int first = c - s.size() / 2;
              for (int j = Math.max(0, first); j < Math.min(channels, first + s.size()); j++) {
                band[j][c] = 1;
              }
            }
            return Nd4j.createFromArray(band).castTo(x.dataType());
          });
    }
  }
}
