package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.Normalization.NormGradients;
import org.dsd4j.kernel.Normalization.NormOperands;
import org.dsd4j.kernel.nd4j.array.PaddedSteps;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** Batch normalisation over real steps: padding is set to 0 wherever it would count. */
final class SequenceNorms {
  private static final int BY_COLUMN = 1;

  private final Scratch scratch;

  SequenceNorms(Scratch scratch) {
    this.scratch = scratch;
  }

  public void forward(Lengths lengths, NormOperands o, Tensor y) {
    PaddedSteps steps = PaddedSteps.of(lengths, o.x());
    long rows = steps.realRows(o.x());
    INDArray x = steps.cleared(matrix(o.x()), "sequence.x", scratch);
    Reductions.columnSums(x, scratch, flat(o.mean()));
    flat(o.mean()).divi(rows);
    INDArray centred = like("sequence.centred", x);
    steps.clear(Broadcast.sub(x, flat(o.mean()), centred, BY_COLUMN));
    Reductions.columnSums(centred.muli(centred), scratch, flat(o.variance()));
    flat(o.variance()).divi(rows);
    inference(lengths, o, y);
  }

  public void inference(Lengths lengths, NormOperands o, Tensor y) {
    INDArray out = matrix(y);
    Broadcast.sub(matrix(o.x()), flat(o.mean()), out, BY_COLUMN);
    Broadcast.mul(out, inverseDeviation(o).muli(flat(o.scale())), out, BY_COLUMN);
    Broadcast.add(out, flat(o.shift()), out, BY_COLUMN);
    PaddedSteps.of(lengths, o.x()).clear(out);
  }

  public void backward(Lengths lengths, NormOperands o, Tensor gradY, NormGradients gradients) {
    PaddedSteps steps = PaddedSteps.of(lengths, o.x());
    long rows = steps.realRows(o.x());
    INDArray inverse = inverseDeviation(o);
    INDArray gy = steps.cleared(matrix(gradY), "sequence.gradY", scratch);
    INDArray normalized = normalized(steps, o, inverse);
    INDArray gradScale = vectorOr(gradients.scale(), "sequence.gradScale", inverse);
    INDArray gradShift = vectorOr(gradients.shift(), "sequence.gradShift", inverse);
    parameterGradients(gy, normalized, gradScale, gradShift);
    if (gradients.x() == null) {
      return;
    }
    INDArray gx = matrix(gradients.x());
    INDArray vector = like("sequence.vector", inverse);
    gradScale.divi(rows, vector);
    Broadcast.mul(normalized, vector, normalized, BY_COLUMN);
    gy.subi(normalized, gx);
    gradShift.divi(rows, vector);
    Broadcast.sub(gx, vector, gx, BY_COLUMN);
    Broadcast.mul(gx, inverse.muli(flat(o.scale())), gx, BY_COLUMN);
    steps.clear(gx);
  }

  public void inferenceBackward(
      Lengths lengths, NormOperands o, Tensor gradY, NormGradients gradients) {
    PaddedSteps steps = PaddedSteps.of(lengths, o.x());
    INDArray inverse = inverseDeviation(o);
    INDArray gy = steps.cleared(matrix(gradY), "sequence.gradY", scratch);
    INDArray gradScale = vectorOr(gradients.scale(), "sequence.gradScale", inverse);
    INDArray gradShift = vectorOr(gradients.shift(), "sequence.gradShift", inverse);
    parameterGradients(gy, normalized(steps, o, inverse), gradScale, gradShift);
    if (gradients.x() != null) {
      INDArray factor = inverse.muli(flat(o.scale()));
      steps.clear(Broadcast.mul(gy, factor, matrix(gradients.x()), BY_COLUMN));
    }
  }

  private void parameterGradients(
      INDArray gradY, INDArray normalized, INDArray gradScale, INDArray gradShift) {
    Reductions.columnSums(gradY, scratch, gradShift);
    INDArray products = like("sequence.products", gradY);
    Reductions.columnSums(gradY.muli(normalized, products), scratch, gradScale);
  }

  private INDArray inverseDeviation(NormOperands o) {
    INDArray inverse = like("sequence.inverse", flat(o.variance()));
    flat(o.variance()).addi(o.epsilon(), inverse);
    Nd4j.exec(new RSqrt(inverse, inverse));
    return inverse;
  }

  private INDArray normalized(PaddedSteps steps, NormOperands o, INDArray inverse) {
    INDArray normalized = like("sequence.normalized", matrix(o.x()));
    Broadcast.sub(matrix(o.x()), flat(o.mean()), normalized, BY_COLUMN);
    return steps.clear(Broadcast.mul(normalized, inverse, normalized, BY_COLUMN));
  }

  private INDArray vectorOr(@Nullable Tensor tensor, String slot, INDArray like) {
    return tensor != null ? flat(tensor) : like(slot, like);
  }

  private INDArray like(String slot, INDArray shaped) {
    return scratch.get(slot, shaped.dataType(), shaped.shape());
  }
}
