package org.dsd4j.kernel.onednn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.dsd4j.kernel.LossKernels;
import org.dsd4j.kernel.LossSum;
import org.dsd4j.kernel.Memory;
import org.dsd4j.kernel.ctc.HeapCtc;
import org.dsd4j.kernel.onednn.heap.Copies;
import org.dsd4j.kernel.onednn.heap.OnednnTensor;
import org.dsd4j.kernel.onednn.primitive.Onednn;
import org.dsd4j.kernel.support.WantedProbabilities;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Losses: the softmax by oneDNN, the rest in Java, by runs of rows. */
final class OnednnLosses implements LossKernels {
  private static final int ROWS_AT_ONCE = 64;

  private final OnednnElementwise elementwise;
  private final Memory memory;
  private final HeapCtc ctc = new HeapCtc(Onednn::threads);
  private @Nullable Tensor ownProbabilities;

  OnednnLosses(OnednnElementwise elementwise, Memory memory) {
    this.elementwise = elementwise;
    this.memory = memory;
  }

  @Override
  public LossSum softmaxCrossEntropy(
      CrossEntropy settings,
      Tensor logits,
      Lengths lengths,
      Tensor targets,
      @Nullable Tensor gradient,
      double factor) {
    WantedProbabilities wanted =
        new WantedProbabilities(settings, logits.shape(), lengths, targets);
    Tensor probabilities = gradient == null ? ownProbabilities(logits) : gradient;
    elementwise.softmax(logits, probabilities);
    double total = wanted.totalWeight();
    LogitRows rows =
        new LogitRows(
            wanted,
            OnednnTensor.of(logits),
            OnednnTensor.of(probabilities),
            gradient != null,
            factor / total);
    double[] losses = new double[(wanted.rows() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE];
    IntStream runs = IntStream.range(0, losses.length);
    // Each run of rows is summed separately, so the result does not depend on the number of
    // threads.
    (losses.length > 1 ? runs.parallel() : runs).forEach(run -> losses[run] = rows.evaluate(run));
    if (gradient != null && total == 0) {
      memory.fill(gradient, 0);
    }
    return new LossSum(Arrays.stream(losses).sum(), total);
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
   * A tensor for the softmax where no gradient is requested; only the one for the last shape of
   * logits is kept.
   */
  private Tensor ownProbabilities(Tensor logits) {
    Tensor own = ownProbabilities;
    if (own != null && own.shape().equals(logits.shape()) && own.type() == logits.type()) {
      return own;
    }
    if (own != null) {
      ownProbabilities = null;
      memory.release(own);
    }
    Tensor fitting = memory.allocate(logits.type(), logits.shape());
    ownProbabilities = fitting;
    return fitting;
  }

  /**
   * The logits with the wanted probabilities.
   *
   * @param probabilities the logits' softmax
   * @param differentiated whether the probabilities become gradients
   * @param scale the gradients' factor
   */
  private record LogitRows(
      WantedProbabilities wanted,
      OnednnTensor logits,
      OnednnTensor probabilities,
      boolean differentiated,
      double scale) {
    private int classes() {
      return logits.shape().last();
    }

    /**
     * The sum of the losses of a run of rows; turns their probabilities into gradients if
     * requested.
     */
    double evaluate(int run) {
      int first = run * ROWS_AT_ONCE;
      int rows = Math.min(ROWS_AT_ONCE, wanted.rows() - first);
      float[] x = new float[rows * classes()];
      float[] p = new float[rows * classes()];
      double[] target = new double[classes()];
      Copies.read(logits, (long) first * classes(), x, x.length);
      Copies.read(probabilities, (long) first * classes(), p, p.length);
      double loss = 0;
      for (int r = 0; r < rows; r++) {
        if (wanted.row(first + r, target)) {
          loss += evaluateRow(x, p, r * classes(), target);
        } else {
          Arrays.fill(p, r * classes(), (r + 1) * classes(), 0);
        }
      }
      if (differentiated) {
        Copies.write(p, p.length, probabilities, (long) first * classes());
      }
      return loss;
    }

    private double evaluateRow(float[] x, float[] p, int at, double[] target) {
      int largest = at;
      for (int i = at; i < at + target.length; i++) {
        largest = x[i] > x[largest] ? i : largest;
      }
      // The largest probability is never tiny, so this is exact where ln p of a small p is not.
      double logSum = x[largest] - Math.log(p[largest]);
      double targetSum = 0;
      double loss = 0;
      for (int c = 0; c < target.length; c++) {
        targetSum += target[c];
        loss += target[c] == 0 ? 0 : target[c] * (logSum - x[at + c]);
      }
      if (differentiated) {
        for (int c = 0; c < target.length; c++) {
          p[at + c] = (float) ((p[at + c] * targetSum - target[c]) * scale);
        }
      }
      return loss;
    }
  }
}
