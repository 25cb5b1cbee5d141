package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.NormTerms.BY_COLUMN;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.kernel.nd4j.array.PaddedSteps;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/** Batch normalisation; padding is set to 0 where it would otherwise count. */
final class BatchNorms {
  private final Scratch scratch;
  private final NormTerms terms;

  BatchNorms(Scratch scratch) {
    this.scratch = scratch;
    this.terms = new NormTerms(scratch);
  }

  /** The real rows of a batch. */
  private record RealRows(@Nullable PaddedSteps steps, long count) {
    static RealRows of(Lengths lengths, Tensor batch) {
      if (lengths.isWhole()) {
        return new RealRows(null, batch.shape().rows());
      }
      PaddedSteps steps = PaddedSteps.of(lengths, batch);
      return new RealRows(steps, steps.realRows(batch));
    }

    /** The batch with its padding set to 0. */
    INDArray clear(INDArray batch) {
      return steps == null ? batch : steps.clear(batch);
    }

    /** The batch, or a copy with zeros in place of padding. */
    INDArray cleared(INDArray batch, String slot, Scratch scratch) {
      return steps == null ? batch : steps.cleared(batch, slot, scratch);
    }
  }

  void forward(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    RealRows rows = RealRows.of(lengths, o.x());
    INDArray x = rows.cleared(matrix(o.x()), "norm.x", scratch);
    INDArray mean = flat(o.mean());
    INDArray variance = flat(o.variance());
    INDArray out = matrix(y);
    Reductions.columnSums(x, scratch, mean);
    mean.divi(rows.count());
    rows.clear(Broadcast.sub(x, mean, out, BY_COLUMN));
    INDArray squares = terms.like("norm.squares", x);
    Reductions.columnSums(out.muli(out, squares), scratch, variance);
    variance.divi(rows.count());
    scaleAndShift(rows, o, rectified, y);
  }

  void inference(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    Broadcast.sub(matrix(o.x()), flat(o.mean()), matrix(y), BY_COLUMN);
    scaleAndShift(RealRows.of(lengths, o.x()), o, rectified, y);
  }

  /** Scales and shifts an output that holds x − mean. */
  private void scaleAndShift(RealRows rows, NormOperands o, boolean rectified, Tensor y) {
    INDArray out = matrix(y);
    Broadcast.mul(out, terms.inverseDeviation(o).muli(flat(o.scale())), out, BY_COLUMN);
    rows.clear(Broadcast.add(out, flat(o.shift()), out, BY_COLUMN));
    if (rectified) {
      Rectifier.apply(flat(y), scratch);
    }
  }

  void backward(
      Lengths lengths,
      NormOperands o,
      @Nullable Tensor rectified,
      Tensor gradY,
      NormGradients gradients) {
    RealRows rows = RealRows.of(lengths, o.x());
    INDArray inverse = terms.inverseDeviation(o);
    INDArray normalized = rows.clear(terms.normalized(o, inverse, BY_COLUMN));
    INDArray gy = rows.cleared(matrix(gradY), "norm.gradY", scratch);
    if (rectified != null) {
      gy = Rectifier.gradient(matrix(rectified), gy, scratch);
    }
    INDArray gradScale = terms.vectorOr(gradients.scale(), "norm.gradScale", inverse);
    INDArray gradShift = terms.vectorOr(gradients.shift(), "norm.gradShift", inverse);
    terms.parameterGradients(gy, normalized, gradScale, gradShift);
    if (gradients.x() == null) {
      return;
    }
    INDArray gx = matrix(gradients.x());
    INDArray vector = terms.like("norm.vector", inverse);
    gradScale.divi(rows.count(), vector);
    Broadcast.mul(normalized, vector, normalized, BY_COLUMN);
    gy.subi(normalized, gx);
    gradShift.divi(rows.count(), vector);
    Broadcast.sub(gx, vector, gx, BY_COLUMN);
    rows.clear(Broadcast.mul(gx, inverse.muli(flat(o.scale())), gx, BY_COLUMN));
  }

  void inferenceBackward(Lengths lengths, NormOperands o, Tensor gradY, NormGradients gradients) {
    RealRows rows = RealRows.of(lengths, o.x());
    INDArray inverse = terms.inverseDeviation(o);
    INDArray normalized = rows.clear(terms.normalized(o, inverse, BY_COLUMN));
    INDArray gy = rows.cleared(matrix(gradY), "norm.gradY", scratch);
    INDArray gradScale = terms.vectorOr(gradients.scale(), "norm.gradScale", inverse);
    INDArray gradShift = terms.vectorOr(gradients.shift(), "norm.gradShift", inverse);
    terms.parameterGradients(gy, normalized, gradScale, gradShift);
    if (gradients.x() != null) {
      INDArray factor = inverse.muli(flat(o.scale()));
      rows.clear(Broadcast.mul(gy, factor, matrix(gradients.x()), BY_COLUMN));
    }
  }
}
