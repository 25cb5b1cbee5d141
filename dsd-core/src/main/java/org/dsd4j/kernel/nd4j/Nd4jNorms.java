package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.Norms;
import org.dsd4j.kernel.nd4j.array.Ops;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisations by ND4J, on matrices whose columns are channels. */
final class Nd4jNorms implements Norms {
  private final Scratch scratch;
  private final NormTerms terms;
  private final BatchNorms batchNorms;
  private final BandedResponses localResponse;

  Nd4jNorms(Scratch scratch) {
    this.scratch = scratch;
    this.terms = new NormTerms(scratch);
    this.batchNorms = new BatchNorms(scratch);
    this.localResponse = new BandedResponses(scratch);
  }

  @Override
  public void batchNorm(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    batchNorms.forward(lengths, o, rectified, y);
  }

  @Override
  public void batchNormBackward(
      Lengths lengths,
      NormOperands o,
      @Nullable Tensor rectified,
      Tensor gradY,
      NormGradients gradients) {
    batchNorms.backward(lengths, o, rectified, gradY, gradients);
  }

  @Override
  public void batchNormInference(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    batchNorms.inference(lengths, o, rectified, y);
  }

  @Override
  public void batchNormInferenceBackward(
      Lengths lengths, NormOperands o, Tensor gradY, NormGradients gradients) {
    batchNorms.inferenceBackward(lengths, o, gradY, gradients);
  }

  @Override
  public void layerNorm(NormOperands o, Tensor y) {
    INDArray x = matrix(o.x());
    INDArray out = matrix(y);
    INDArray mean = flat(o.mean());
    INDArray variance = flat(o.variance());
    Reductions.rowSums(x, scratch, mean);
    mean.divi(x.columns());
    Broadcast.sub(x, mean, out, NormTerms.BY_ROW);
    INDArray squares = terms.like("norm.squares", x);
    out.muli(out, squares);
    Reductions.rowSums(squares, scratch, variance);
    variance.divi(x.columns());
    Broadcast.mul(out, terms.inverseDeviation(o), out, NormTerms.BY_ROW);
    Broadcast.mul(out, flat(o.scale()), out, NormTerms.BY_COLUMN);
    Broadcast.add(out, flat(o.shift()), out, NormTerms.BY_COLUMN);
  }

  @Override
  public void layerNormBackward(NormOperands o, Tensor gradY, NormGradients gradients) {
    INDArray inverse = terms.inverseDeviation(o);
    INDArray normalized = terms.normalized(o, inverse, NormTerms.BY_ROW);
    INDArray gy = matrix(gradY);
    INDArray gradScale = terms.vectorOr(gradients.scale(), "norm.gradScale", flat(o.scale()));
    INDArray gradShift = terms.vectorOr(gradients.shift(), "norm.gradShift", flat(o.shift()));
    terms.parameterGradients(gy, normalized, gradScale, gradShift);
    if (gradients.x() == null) {
      return;
    }
    INDArray gx = matrix(gradients.x());
    Broadcast.mul(gy, flat(o.scale()), gx, NormTerms.BY_COLUMN);
    INDArray products = terms.like("norm.squares", gx);
    gx.muli(normalized, products);
    INDArray sums = terms.like("norm.vector", inverse);
    Reductions.rowSums(products, scratch, sums);
    Broadcast.mul(normalized, sums.divi(gx.columns()), normalized, NormTerms.BY_ROW);
    Reductions.rowSums(gx, scratch, sums);
    Broadcast.sub(gx, sums.divi(gx.columns()), gx, NormTerms.BY_ROW);
    gx.subi(normalized);
    Broadcast.mul(gx, inverse, gx, NormTerms.BY_ROW);
  }

  @Override
  public void localResponse(LocalResponse settings, Tensor x, Tensor y) {
    localResponse.forward(settings, matrix(x), matrix(y));
  }

  @Override
  public void localResponseBackward(LocalResponse settings, Tensor x, Tensor gradY, Tensor gradX) {
    localResponse.backward(settings, matrix(x), matrix(gradY), matrix(gradX));
  }

  /** Local response normalisation; the sum over neighbours is a product with a band matrix. */
  private static final class BandedResponses {
    private final Scratch scratch;

    BandedResponses(Scratch scratch) {
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
