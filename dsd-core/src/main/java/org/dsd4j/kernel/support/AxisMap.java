package org.dsd4j.kernel.support;

import org.dsd4j.kernel.Interpolation;

/**
 * Linear maps of one axis of an image to another length, as matrices, for kernels that pool and
 * resample by products.
 */
public enum AxisMap {
  /** Output i is the mean of inputs ⌊i·in/out⌋ to ⌈(i+1)·in/out⌉ − 1. */
  ADAPTIVE_AVERAGE {
    @Override
    void fill(double[] row, int index, int out) {
      int in = row.length;
      int from = index * in / out;
      int to = ((index + 1) * in + out - 1) / out;
      for (int j = from; j < to; j++) {
        row[j] = 1.0 / (to - from);
      }
    }
  },
  /** Output i is input ⌊i·in/out⌋. */
  NEAREST {
    @Override
    void fill(double[] row, int index, int out) {
      row[(int) ((long) index * row.length / out)] = 1;
    }
  },
  /** Output i interpolates the two inputs nearest to it; pixel centres lie at halves. */
  BILINEAR {
    @Override
    void fill(double[] row, int index, int out) {
      int in = row.length;
      double centre = Math.max(0, (index + 0.5) * in / out - 0.5);
      int low = Math.min((int) centre, in - 1);
      int high = Math.min(low + 1, in - 1);
      row[low] += 1 - (centre - low);
      row[high] += centre - low;
    }
  };

  abstract void fill(double[] row, int index, int out);

  /** The map of an interpolation. */
  public static AxisMap of(Interpolation interpolation) {
    return switch (interpolation) {
      case NEAREST -> NEAREST;
      case BILINEAR -> BILINEAR;
    };
  }

  /** The matrix [out, in]. */
  public double[][] matrix(int in, int out) {
    double[][] matrix = new double[out][in];
    for (int i = 0; i < out; i++) {
      fill(matrix[i], i, out);
    }
    return matrix;
  }
}
