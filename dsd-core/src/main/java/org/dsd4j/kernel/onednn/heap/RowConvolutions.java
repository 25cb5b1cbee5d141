package org.dsd4j.kernel.onednn.heap;

import java.util.Arrays;
import org.dsd4j.kernel.Products.ProductGradients;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;

/** Convolutions of each feature over a step and those after it. */
public final class RowConvolutions {
  private static final int STEPS_IN_SINGLE_PRECISION = 16;
  private static final long MOST_PARTIAL_SUMS = 1 << 19;

  private double[] partial = {};

  public void forward(Lengths lengths, Tensor x, Tensor weight, Tensor y) {
    RealSteps steps = RealSteps.of(lengths, x);
    float[][] taps = taps(weight);
    OnednnTensor source = OnednnTensor.of(x);
    OnednnTensor target = OnednnTensor.of(y);
    steps.forEachRun(
        (sample, from, count) -> {
          StepWindow window = new StepWindow(steps, source, sample, taps.length);
          float[] sum = new float[steps.width()];
          for (int t = from; t < from + count; t++) {
            Arrays.fill(sum, 0);
            for (int j = 0; j < taps.length && t + j < steps.length(sample); j++) {
              addProducts(taps[j], window.step(t + j), sum);
            }
            Copies.write(sum, sum.length, target, steps.element(sample, t));
          }
          if (steps.endsWith(sample, from, count)) {
            steps.clearPadding(sample, target);
          }
        });
  }

  /** The weight [F, window] as one array for each position in the window. */
  private static float[][] taps(Tensor weight) {
    int features = weight.shape().extent(0);
    int window = weight.shape().last();
    float[] values = weight.toFloats();
    float[][] taps = new float[window][features];
    for (int f = 0; f < features; f++) {
      for (int j = 0; j < window; j++) {
        taps[j][f] = values[f * window + j];
      }
    }
    return taps;
  }

  private static void addProducts(float[] a, float[] b, float[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += a[i] * b[i];
    }
  }

  public void backward(
      Lengths lengths, Tensor x, Tensor weight, Tensor gradY, ProductGradients gradients) {
    RealSteps steps = RealSteps.of(lengths, x);
    if (gradients.x() != null) {
      inputGradient(steps, taps(weight), OnednnTensor.of(gradY), OnednnTensor.of(gradients.x()));
    }
    if (gradients.weight() != null) {
      weightGradient(steps, OnednnTensor.of(x), OnednnTensor.of(gradY), gradients.weight());
    }
  }

  private static void inputGradient(
      RealSteps steps, float[][] taps, OnednnTensor gradY, OnednnTensor gradX) {
    steps.forEachRun(
        (sample, from, count) -> {
          StepWindow window = new StepWindow(steps, gradY, sample, taps.length);
          float[] sum = new float[steps.width()];
          for (int t = from; t < from + count; t++) {
            Arrays.fill(sum, 0);
            for (int j = Math.min(taps.length - 1, t); j >= 0; j--) {
              addProducts(taps[j], window.step(t - j), sum);
            }
            Copies.write(sum, sum.length, gradX, steps.element(sample, t));
          }
          if (steps.endsWith(sample, from, count)) {
            steps.clearPadding(sample, gradX);
          }
        });
  }

  private void weightGradient(
      RealSteps steps, OnednnTensor x, OnednnTensor gradY, Tensor gradWeight) {
    int features = steps.width();
    int window = gradWeight.shape().last();
    int size = Math.multiplyExact(features, window);
    int pieces = steps.pieces(size, MOST_PARTIAL_SUMS);
    if (partial.length < (long) pieces * size) {
      partial = new double[Math.multiplyExact(pieces, size)];
    }
    Arrays.fill(partial, 0, pieces * size, 0);
    steps.forEachPiece(
        pieces,
        (piece, from, to) -> {
          WindowProducts products = new WindowProducts(steps, x, gradY, window, piece * size);
          steps.runs(from, to, products);
          products.flush();
        });
    float[] total = new float[size];
    for (int f = 0; f < features; f++) {
      for (int j = 0; j < window; j++) {
        double sum = 0;
        for (int piece = 0; piece < pieces; piece++) {
          sum += partial[piece * size + j * features + f];
        }
        total[f * window + j] = (float) sum;
      }
    }
    gradWeight.set(total);
  }

  /** Σ gradY[t] · x[t + j] over a piece, for each j. */
  private final class WindowProducts implements RealSteps.StepRun {
    private final RealSteps steps;
    private final OnednnTensor x;
    private final OnednnTensor gradY;
    private final int start;
    private final float[] gradient;
    private final float[][] sums;
    private int added;

    WindowProducts(RealSteps steps, OnednnTensor x, OnednnTensor gradY, int window, int start) {
      this.steps = steps;
      this.x = x;
      this.gradY = gradY;
      this.start = start;
      this.gradient = new float[steps.width()];
      this.sums = new float[window][steps.width()];
    }

    @Override
    public void steps(int sample, int from, int count) {
      StepWindow window = new StepWindow(steps, x, sample, sums.length);
      for (int t = from; t < from + count; t++) {
        Copies.read(gradY, steps.element(sample, t), gradient, gradient.length);
        for (int j = 0; j < sums.length && t + j < steps.length(sample); j++) {
          addProducts(gradient, window.step(t + j), sums[j]);
        }
        if (++added == STEPS_IN_SINGLE_PRECISION) {
          flush();
        }
      }
    }

    void flush() {
      int at = start;
      for (float[] sum : sums) {
        for (int f = 0; f < sum.length; f++) {
          partial[at++] += sum[f];
        }
        Arrays.fill(sum, 0);
      }
      added = 0;
    }
  }

  /** The last requested steps of a sequence, each read once. */
  private static final class StepWindow {
    private final RealSteps steps;
    private final OnednnTensor batch;
    private final int sample;
    private final float[][] values;
    private final int[] held;

    StepWindow(RealSteps steps, OnednnTensor batch, int sample, int size) {
      this.steps = steps;
      this.batch = batch;
      this.sample = sample;
      this.values = new float[size][steps.width()];
      this.held = new int[size];
      Arrays.fill(held, -1);
    }

    float[] step(int number) {
      int slot = number % values.length;
      if (held[slot] != number) {
        Copies.read(batch, steps.element(sample, number), values[slot], values[slot].length);
        held[slot] = number;
      }
      return values[slot];
    }
  }
}
