package org.dsd4j.kernel.nd4j;

import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.flat;
import static org.dsd4j.kernel.nd4j.array.Nd4jTensor.matrix;

import org.dsd4j.kernel.LossKernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.ctc.HeapCtc;
import org.dsd4j.kernel.nd4j.array.PaddedSteps;
import org.dsd4j.kernel.nd4j.array.Reductions;
import org.dsd4j.kernel.nd4j.array.Scratch;
import org.dsd4j.kernel.support.WantedProbabilities;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/** Losses by ND4J. */
final class Nd4jLosses implements LossKernels {
  private final Scratch scratch;
  private final HeapCtc ctc = new HeapCtc(() -> Nd4j.getEnvironment().maxThreads());

  Nd4jLosses(Scratch scratch) {
    this.scratch = scratch;
  }

  @Override
  public LossSum softmaxCrossEntropy(
      CrossEntropy settings,
      Tensor logits,
      Lengths lengths,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor) {
    WantedProbabilities probabilities =
        new WantedProbabilities(settings, logits.shape(), lengths, targets);
    INDArray x = withoutPadding(logits, probabilities.lengths());
    INDArray wanted = scratch.get("loss.wanted", x.dataType(), x.shape());
    double total = wanted(probabilities, wanted);
    INDArray logProbabilities = scratch.get("loss.log", x.dataType(), x.shape());
    LogSoftmaxRows.compute(x, scratch, logProbabilities);
    INDArray products = scratch.get("loss.products", x.dataType(), x.shape());
    logProbabilities.muli(wanted, products);
    INDArray wide = scratch.get("loss.wide", DataType.DOUBLE, x.shape());
    wide.assign(products);
    if (gradient != null && total == 0) {
      flat(gradient).assign(0);
    } else if (gradient != null) {
      gradient(wanted, logProbabilities, products, matrix(gradient));
      flat(gradient).muli(factor / total);
    }
    return new LossSum(-wide.sumNumber().doubleValue(), total);
  }

  @Override
  public LossSum ctc(
      Ctc settings,
      Tensor logits,
      Lengths lengths,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor) {
    return ctc.evaluate(settings, logits, lengths, targets, gradient, factor);
  }

  /**
   * The logits as a matrix with padding set to 0: wanted probabilities there are 0, and 0 times NaN
   * is NaN.
   */
  private INDArray withoutPadding(Tensor logits, Lengths lengths) {
    INDArray x = matrix(logits);
    return lengths.isWhole()
        ? x
        : PaddedSteps.of(lengths, logits).cleared(x, "loss.logits", scratch);
  }

  /** The gradient before division by the total weight: softmax · row sum of wanted − wanted. */
  private void gradient(
      INDArray wanted, INDArray logProbabilities, INDArray work, INDArray gradient) {
    INDArray rowWeights = scratch.get("loss.rows", wanted.dataType(), wanted.rows());
    Reductions.rowSums(wanted, scratch, rowWeights);
    Nd4j.exec(new Exp(logProbabilities, work));
    Broadcast.mul(work, rowWeights, work, 0);
    work.subi(wanted, gradient);
  }

  /** Fills in the wanted probabilities of each row, times its weight; returns the total weight. */
  private static double wanted(WantedProbabilities probabilities, INDArray wanted) {
    int classes = wanted.columns();
    boolean wide = wanted.dataType() == DataType.DOUBLE;
    double[] doubles = new double[wide ? probabilities.rows() * classes : 0];
    float[] floats = new float[wide ? 0 : probabilities.rows() * classes];
    double[] row = new double[classes];
    for (int i = 0; i < probabilities.rows(); i++) {
      probabilities.row(i, row);
      for (int c = 0; c < classes; c++) {
        if (wide) {
          doubles[i * classes + c] = row[c];
        } else {
          floats[i * classes + c] = (float) row[c];
        }
      }
    }
    try (INDArray copy = wide ? Nd4j.createFromArray(doubles) : Nd4j.createFromArray(floats)) {
      wanted.assign(copy.reshape('c', wanted.shape()));
    }
    return probabilities.totalWeight();
  }
}
