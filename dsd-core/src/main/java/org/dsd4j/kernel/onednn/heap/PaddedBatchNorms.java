package org.dsd4j.kernel.onednn.heap;

import org.dsd4j.kernel.Norms.NormGradients;
import org.dsd4j.kernel.Norms.NormOperands;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation over the real steps of padded batches, in Java: oneDNN's primitives have no
 * padding, and one for the number of real rows would have to be built anew for every batch.
 */
public final class PaddedBatchNorms {
  /** The number of steps for a first estimate of the mean. */
  private static final int GUESSED_FROM = 64;

  private final ChannelSums sums = new ChannelSums();

  /** A change of rows of values. */
  private interface Change {
    /** Changes the first {@code n} values in place; {@code others} are those of a second tensor. */
    void apply(float[] values, float[] others, int n);
  }

  public void forward(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    RealSteps steps = RealSteps.of(lengths, o.x());
    OnednnTensor x = OnednnTensor.of(o.x());
    int channels = x.shape().last();
    // Differences from an estimated mean keep their digits where the mean is far from zero.
    float[] guess = guess(steps, x);
    float[] guesses = row(steps, guess);
    double[][] moments =
        sums.of(steps, channels, x, null, (a, b, s, q, n) -> addMoments(a, guesses, s, q, n));
    double rows = rows(steps, channels);
    float[] mean = new float[channels];
    float[] variance = new float[channels];
    for (int c = 0; c < channels; c++) {
      double distance = moments[0][c] / rows;
      mean[c] = (float) (guess[c] + distance);
      variance[c] = (float) Math.max(0, moments[1][c] / rows - distance * distance);
    }
    o.mean().set(mean);
    o.variance().set(variance);
    inference(steps, o, rectified, y);
  }

  /** The mean of some steps. */
  private static float[] guess(RealSteps steps, OnednnTensor x) {
    int channels = x.shape().last();
    int taken = Math.min(GUESSED_FROM, steps.count());
    double[] total = new double[channels];
    float[] step = new float[steps.width()];
    for (int i = 0; i < taken; i++) {
      int number = (int) ((long) steps.count() * i / taken);
      steps.runs(
          number,
          number + 1,
          (sample, from, count) -> Copies.read(x, steps.element(sample, from), step, step.length));
      for (int j = 0; j < step.length; j++) {
        total[j % channels] += step[j];
      }
    }
    long rows = (long) taken * (steps.width() / channels);
    float[] mean = new float[channels];
    for (int c = 0; c < channels; c++) {
      mean[c] = (float) (total[c] / rows);
    }
    return mean;
  }

  private static double rows(RealSteps steps, int channels) {
    return (double) steps.elements() / channels;
  }

  /** A row of {@link ChannelSums} that repeats the channels' values. */
  private static float[] row(RealSteps steps, float[] ofChannels) {
    float[] row = new float[ChannelSums.rowLength(steps)];
    for (int at = 0; at < row.length; at += ofChannels.length) {
      System.arraycopy(ofChannels, 0, row, at, ofChannels.length);
    }
    return row;
  }

  private static void addMoments(float[] x, float[] guess, float[] sum, float[] squares, int n) {
    for (int i = 0; i < n; i++) {
      float distance = x[i] - guess[i];
      sum[i] += distance;
      squares[i] += distance * distance;
    }
  }

  public void inference(Lengths lengths, NormOperands o, boolean rectified, Tensor y) {
    inference(RealSteps.of(lengths, o.x()), o, rectified, y);
  }

  private static void inference(RealSteps steps, NormOperands o, boolean rectified, Tensor y) {
    Line line = new Line(steps, o);
    change(
        steps,
        OnednnTensor.of(o.x()),
        null,
        OnednnTensor.of(y),
        (x, none, n) -> {
          line.normalize(x, n);
          if (rectified) {
            rectify(x, n);
          }
        });
  }

  /** Maps a row of inputs to one of outputs: y = (x − mean) · factor + shift. */
  private static final class Line {
    final float[] mean;
    final float[] factor;
    private final float[] shift;

    Line(RealSteps steps, NormOperands o) {
      this.mean = row(steps, o.mean().toFloats());
      this.factor = row(steps, factors(o));
      this.shift = row(steps, o.shift().toFloats());
    }

    void normalize(float[] x, int n) {
      for (int i = 0; i < n; i++) {
        x[i] = (x[i] - mean[i]) * factor[i] + shift[i];
      }
    }

    /** Sets gradients to 0 where the rectified output is 0, by the same arithmetic as forward. */
    void passPositive(float[] gradient, float[] x, int n) {
      for (int i = 0; i < n; i++) {
        gradient[i] = (x[i] - mean[i]) * factor[i] + shift[i] > 0 ? gradient[i] : 0;
      }
    }
  }

  private static void rectify(float[] values, int n) {
    for (int i = 0; i < n; i++) {
      // Not a maximum: NaN stays NaN.
      values[i] = values[i] < 0 ? 0 : values[i];
    }
  }

  /** scale / √(variance + ε). */
  private static float[] factors(NormOperands o) {
    float[] scale = o.scale().toFloats();
    double[] inverse = inverseDeviations(o);
    float[] factors = new float[scale.length];
    for (int c = 0; c < scale.length; c++) {
      factors[c] = (float) (scale[c] * inverse[c]);
    }
    return factors;
  }

  private static double[] inverseDeviations(NormOperands o) {
    float[] variance = o.variance().toFloats();
    double[] inverse = new double[variance.length];
    for (int c = 0; c < variance.length; c++) {
      inverse[c] = 1 / Math.sqrt(variance[c] + o.epsilon());
    }
    return inverse;
  }

  public void backward(
      Lengths lengths, NormOperands o, boolean rectified, Tensor gradY, NormGradients gradients) {
    RealSteps steps = RealSteps.of(lengths, o.x());
    Line line = new Line(steps, o);
    double[][] sums = gradientSums(steps, o, rectified, gradY, gradients);
    if (gradients.x() == null) {
      return;
    }
    double rows = rows(steps, sums[0].length);
    double[] inverse = inverseDeviations(o);
    float[] ofMean = new float[inverse.length];
    float[] ofVariance = new float[inverse.length];
    for (int c = 0; c < inverse.length; c++) {
      ofMean[c] = (float) (sums[0][c] / rows);
      ofVariance[c] = (float) (sums[1][c] * inverse[c] * inverse[c] / rows);
    }
    float[] mean = line.mean;
    float[] factor = line.factor;
    float[] first = row(steps, ofMean);
    float[] second = row(steps, ofVariance);
    change(
        steps,
        OnednnTensor.of(gradY),
        OnednnTensor.of(o.x()),
        OnednnTensor.of(gradients.x()),
        (g, x, n) -> {
          if (rectified) {
            line.passPositive(g, x, n);
          }
          for (int i = 0; i < n; i++) {
            g[i] = factor[i] * (g[i] - first[i] - (x[i] - mean[i]) * second[i]);
          }
        });
  }

  public void inferenceBackward(
      Lengths lengths, NormOperands o, Tensor gradY, NormGradients gradients) {
    RealSteps steps = RealSteps.of(lengths, o.x());
    if (gradients.scale() != null || gradients.shift() != null) {
      gradientSums(steps, o, false, gradY, gradients);
    }
    if (gradients.x() != null) {
      float[] factor = row(steps, factors(o));
      change(
          steps,
          OnednnTensor.of(gradY),
          null,
          OnednnTensor.of(gradients.x()),
          (g, none, n) -> {
            for (int i = 0; i < n; i++) {
              g[i] *= factor[i];
            }
          });
    }
  }

  /** Σ gradY and Σ gradY · (x − mean) for each channel; writes scale's and shift's gradients. */
  private double[][] gradientSums(
      RealSteps steps, NormOperands o, boolean rectified, Tensor gradY, NormGradients gradients) {
    int channels = o.x().shape().last();
    Line line = new Line(steps, o);
    float[] mean = line.mean;
    double[][] both =
        sums.of(
            steps,
            channels,
            OnednnTensor.of(gradY),
            OnednnTensor.of(o.x()),
            (g, x, s, p, n) -> {
              if (rectified) {
                line.passPositive(g, x, n);
              }
              addProducts(g, x, mean, s, p, n);
            });
    double[] inverse = inverseDeviations(o);
    float[] ofScale = new float[channels];
    float[] ofShift = new float[channels];
    for (int c = 0; c < channels; c++) {
      ofScale[c] = (float) (both[1][c] * inverse[c]);
      ofShift[c] = (float) both[0][c];
    }
    if (gradients.scale() != null) {
      gradients.scale().set(ofScale);
    }
    if (gradients.shift() != null) {
      gradients.shift().set(ofShift);
    }
    return both;
  }

  private static void addProducts(
      float[] g, float[] x, float[] mean, float[] sum, float[] products, int n) {
    for (int i = 0; i < n; i++) {
      sum[i] += g[i];
      products[i] += g[i] * (x[i] - mean[i]);
    }
  }

  /** Writes the changed real steps of {@code from} into {@code to}, and zeros into the padding. */
  private static void change(
      RealSteps steps, OnednnTensor from, @Nullable OnednnTensor other, OnednnTensor to, Change f) {
    int row = ChannelSums.rowLength(steps);
    int pieces = steps.pieces();
    steps.forEachPiece(
        pieces,
        (piece, first, last) -> {
          float[] values = new float[row];
          float[] others = other == null ? values : new float[row];
          steps.runs(
              first,
              last,
              (sample, start, count) -> {
                long at = steps.element(sample, start);
                long end = at + (long) count * steps.width();
                while (at < end) {
                  int n = (int) Math.min(row, end - at);
                  Copies.read(from, at, values, n);
                  if (other != null) {
                    Copies.read(other, at, others, n);
                  }
                  f.apply(values, others, n);
                  Copies.write(values, n, to, at);
                  at += n;
                }
                if (steps.endsWith(sample, start, count)) {
                  steps.clearPadding(sample, to);
                }
              });
        });
  }
}
