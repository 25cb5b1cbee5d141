package org.dsd4j.kernel.onednn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.kernel.LossKernels;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Losses: the softmax by oneDNN, the labels' part in Java, some rows at a time. */
final class OnednnLosses implements LossKernels {
  private static final int ROWS_AT_ONCE = 64;

  private final OnednnElementwise elementwise;
  private final Memory memory;
  private final Map<Shape, Tensor> probabilities = new HashMap<>();

  OnednnLosses(OnednnElementwise elementwise, Memory memory) {
    this.elementwise = elementwise;
    this.memory = memory;
  }

  @Override
  public double softmaxCrossEntropy(
      CrossEntropy settings,
      Tensor logits,
      Tensor labels,
      @Nullable Tensor gradient,
      double factor) {
    Tensor target = gradient == null ? ownProbabilities(logits) : gradient;
    elementwise.softmax(logits, target);
    Rows rows = new Rows(settings, logits, labels.toFloats());
    double total = rows.totalWeight();
    if (total == 0) {
      memory.fill(target, 0);
      return 0;
    }
    double scale = gradient == null ? 0 : factor / total;
    double[] losses = new double[(rows.count() + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE];
    IntStream runs = IntStream.range(0, losses.length);
    // Each run of rows adds up alone, so the sum does not depend on the number of threads.
    (losses.length > 1 ? runs.parallel() : runs)
        .forEach(run -> losses[run] = rows.evaluate(run, OnednnTensor.of(target), scale));
    return Arrays.stream(losses).sum() / total;
  }

  private Tensor ownProbabilities(Tensor logits) {
    return probabilities.computeIfAbsent(
        logits.shape(), shape -> memory.allocate(logits.type(), shape));
  }

  /** The logits with their labels. */
  private static final class Rows {
    private final CrossEntropy settings;
    private final OnednnTensor logits;
    private final float[] labels;
    private final int classes;
    private final float[] classWeights;

    Rows(CrossEntropy settings, Tensor logits, float[] labels) {
      this.settings = settings;
      this.logits = OnednnTensor.of(logits);
      this.labels = labels;
      this.classes = logits.shape().last();
      List<Float> weights = settings.classWeights();
      this.classWeights = new float[classes];
      for (int c = 0; c < classes; c++) {
        classWeights[c] = weights.isEmpty() ? 1 : weights.get(c);
      }
    }

    int count() {
      return labels.length;
    }

    private boolean ignores(int label) {
      return settings.ignoredLabel() != null && label == settings.ignoredLabel();
    }

    double totalWeight() {
      double total = 0;
      for (float label : labels) {
        total += ignores((int) label) ? 0 : classWeights[(int) label];
      }
      return total;
    }

    /**
     * The sum of some rows' losses; turns their probabilities in {@code target} into gradients,
     * where {@code scale} is not 0.
     */
    double evaluate(int run, OnednnTensor target, double scale) {
      int first = run * ROWS_AT_ONCE;
      int rows = Math.min(ROWS_AT_ONCE, labels.length - first);
      float[] x = new float[rows * classes];
      float[] p = new float[rows * classes];
      HeapCopies.read(logits, (long) first * classes, x, x.length);
      HeapCopies.read(target, (long) first * classes, p, p.length);
      double loss = 0;
      for (int r = 0; r < rows; r++) {
        loss += evaluateRow(x, p, r * classes, (int) labels[first + r], scale);
      }
      if (scale != 0) {
        HeapCopies.write(p, p.length, target, (long) first * classes);
      }
      return loss;
    }

    private double evaluateRow(float[] x, float[] p, int at, int label, double scale) {
      if (ignores(label)) {
        Arrays.fill(p, at, at + classes, 0);
        return 0;
      }
      int largest = at;
      for (int i = at; i < at + classes; i++) {
        largest = x[i] > x[largest] ? i : largest;
      }
      // The largest probability is never tiny, so this is exact where ln p of a small p is not.
      double logSum = x[largest] - Math.log(p[largest]);
      double spread = settings.smoothing() / classes;
      double wantedSum = (1 - settings.smoothing()) * classWeights[label];
      double loss = wantedSum * (logSum - x[at + label]);
      if (spread > 0) {
        for (int c = 0; c < classes; c++) {
          wantedSum += spread * classWeights[c];
          loss += spread * classWeights[c] * (logSum - x[at + c]);
        }
      }
      if (scale != 0) {
        for (int c = 0; c < classes; c++) {
          double wanted =
              spread * classWeights[c]
                  + (c == label ? (1 - settings.smoothing()) * classWeights[c] : 0);
          p[at + c] = (float) ((p[at + c] * wantedSum - wanted) * scale);
        }
      }
      return loss;
    }
  }
}
