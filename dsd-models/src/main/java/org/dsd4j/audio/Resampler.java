package org.dsd4j.audio;

import org.dsd4j.internal.Check;

/**
 * Changes the rate of samples by a sinc under Kaiser's window (Smith: Digital Audio Resampling,
 * 2002): each new sample is a weighted sum of the old samples around it, with a sinc whose zeros
 * are as far apart as samples of the lower rate. Positions are exact fractions, so that nothing
 * drifts.
 */
final class Resampler {
  /** The number of zeros of the sinc on each side. */
  private static final int ZEROS = 64;

  /** The attenuation of frequencies that the lower rate cannot represent, in dB. */
  private static final double ATTENUATION = 80;

  /** Kaiser's formula for the window's parameter. */
  private static final double BETA = 0.1102 * (ATTENUATION - 8.7);

  /** Kaiser's formula for the width of the edge, as a share of half the lower rate. */
  private static final double EDGE = (ATTENUATION - 8) / (2.285 * 2 * ZEROS * Math.PI);

  /** The middle of the edge, which ends at half the lower rate. */
  private static final double CUTOFF = 1 - EDGE / 2;

  /** Table entries between two zeros; the error of linear interpolation is below 10⁻⁶. */
  private static final int STEPS = 1024;

  private static final double[] TABLE = table();

  /** The largest number of weights that are cached, 1 MiB. */
  private static final int MOST_KEPT = 1 << 17;

  private final int up;
  private final int down;

  /** The length of one sample of the old rate, in samples of the lower rate. */
  private final double scale;

  private final int reach;

  Resampler(int from, int to) {
    int divisor = gcd(from, to);
    this.up = to / divisor;
    this.down = from / divisor;
    this.scale = Math.min(1, (double) to / from);
    this.reach = (int) Math.ceil(ZEROS / scale);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private static double[] table() {
    double[] table = new double[ZEROS * STEPS + 2];
    for (int i = 0; i <= ZEROS * STEPS; i++) {
      double x = (double) i / STEPS;
      double angle = Math.PI * CUTOFF * x;
      double sinc = i == 0 ? 1 : Math.sin(angle) / angle;
      double place = x / ZEROS;
      double window = bessel(BETA * Math.sqrt(1 - place * place)) / bessel(BETA);
      table[i] = CUTOFF * sinc * window;
    }
    return table;
  }

  /** The modified Bessel function of the first kind and order 0, by its series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }

  /**
   * The new samples.
   *
   * @throws IllegalArgumentException if they do not fit into an array
   */
  float[] resample(float[] samples) {
    long length = ((long) samples.length * up + down - 1) / down;
    Check.argument(
        length <= Integer.MAX_VALUE - 8,
        "recording at the new rate",
        "no more samples than an array holds",
        length,
        "cut the recording into shorter ones");
    float[] result = new float[(int) length];
    boolean kept = (long) up * 2 * reach <= MOST_KEPT;
    double[][] rows = new double[kept ? up : 1][];
    for (int i = 0; i < result.length; i++) {
      long place = (long) i * down;
      int phase = (int) (place % up);
      int row = kept ? phase : 0;
      if (rows[row] == null) {
        rows[row] = new double[2 * reach];
        fill(rows[row], phase);
      } else if (!kept) {
        fill(rows[0], phase);
      }
      result[i] = sum(samples, (int) (place / up) - reach + 1, rows[row]);
    }
    return result;
  }

  /** Computes the weights of the samples around a position {@code phase / up} after one of them. */
  private void fill(double[] weights, int phase) {
    double fraction = (double) phase / up;
    for (int k = 0; k < weights.length; k++) {
      double distance = Math.abs(k - reach + 1 - fraction) * scale * STEPS;
      int index = (int) distance;
      weights[k] = 0;
      if (index < ZEROS * STEPS) {
        double rest = distance - index;
        weights[k] = scale * (TABLE[index] + rest * (TABLE[index + 1] - TABLE[index]));
      }
    }
  }

  private static float sum(float[] samples, int first, double[] weights) {
    int from = Math.max(0, -first);
    int to = Math.min(weights.length, samples.length - first);
    double sum = 0;
    for (int k = from; k < to; k++) {
      sum += weights[k] * samples[first + k];
    }
    return (float) sum;
  }
}
