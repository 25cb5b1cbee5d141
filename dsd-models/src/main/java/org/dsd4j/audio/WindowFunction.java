package org.dsd4j.audio;

/**
 * The window function by which a frame is multiplied before its spectrum is computed, for n from 0
 * to N − 1, in the periodic form, which is PyTorch's default.
 */
public enum WindowFunction {
  /** 0.5 − 0.5 cos(2πn / N). */
  HANN("Hann", 0.5),
  /** 0.54 − 0.46 cos(2πn / N). */
  HAMMING("Hamming", 0.54);

  private final String label;
  private final double mean;

  WindowFunction(String label, double mean) {
    this.label = label;
    this.mean = mean;
  }

  /** The function's values for a frame of this length. */
  double[] values(int length) {
    double[] values = new double[length];
    for (int n = 0; n < length; n++) {
      values[n] = mean - (1 - mean) * Math.cos(2 * Math.PI * n / length);
    }
    return values;
  }

  /** For example {@code Hann window}. */
  @Override
  public String toString() {
    return label + " window";
  }
}
