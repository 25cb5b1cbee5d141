package org.dsd4j.audio;

/**
 * What a frame is multiplied by before its spectrum is taken, for n from 0 to N − 1; both are the
 * periodic form, PyTorch's default.
 */
public enum WindowFunction {
  /** 0.5 − 0.5 cos(2πn / N). */
  HANN(0.5),
  /** 0.54 − 0.46 cos(2πn / N). */
  HAMMING(0.54);

  private final double mean;

  WindowFunction(double mean) {
    this.mean = mean;
  }

  /** Its values for a frame of so many samples. */
  double[] values(int length) {
    double[] values = new double[length];
    for (int n = 0; n < length; n++) {
      values[n] = mean - (1 - mean) * Math.cos(2 * Math.PI * n / length);
    }
    return values;
  }
}
