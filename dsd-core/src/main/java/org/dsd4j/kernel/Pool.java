package org.dsd4j.kernel;

import org.dsd4j.internal.Check;

/**
 * The settings of a pooling window.
 *
 * @param kernel the window
 * @param stride the step of the window
 * @param padding the padding on each side; at most half of the kernel
 * @param ceilMode whether a last window that is only partly inside is used
 */
public record Pool(Extent kernel, Extent stride, Extent padding, boolean ceilMode) {
  /** Checks the settings. */
  public Pool {
    kernel.checkPositive("kernel");
    stride.checkPositive("stride");
    padding.checkNotNegative("padding");
    Check.argument(
        padding.height() * 2 <= kernel.height() && padding.width() * 2 <= kernel.width(),
        "padding",
        "at most half of the kernel " + kernel,
        padding,
        "reduce the padding, or a window would see nothing but padding");
  }

  /** The height and width of the result; not positive if the input is smaller than the window. */
  public Extent outputSize(Extent input) {
    return new Extent(
        size(input.height(), kernel.height(), stride.height(), padding.height()),
        size(input.width(), kernel.width(), stride.width(), padding.width()));
  }

  private int size(int input, int kernel, int stride, int padding) {
    int span = input + 2 * padding - kernel;
    int size = Math.floorDiv(ceilMode ? span + stride - 1 : span, stride) + 1;
    // As in PyTorch, a window must start inside the input or its left padding.
    return ceilMode && (size - 1) * stride >= input + padding ? size - 1 : size;
  }

  /**
   * For each output pixel of an average, the window's area divided by the number of elements
   * averaged: those in the image and, with {@code countPadding}, those in the padding, but not
   * those that ceil mode adds beyond it.
   */
  public double[][] areaOverCounted(boolean countPadding, Extent in, Extent out) {
    double[] rows =
        counted(
            in.height(),
            out.height(),
            kernel.height(),
            stride.height(),
            padding.height(),
            countPadding);
    double[] columns =
        counted(
            in.width(), out.width(), kernel.width(), stride.width(), padding.width(), countPadding);
    double[][] factors = new double[out.height()][out.width()];
    for (int i = 0; i < factors.length; i++) {
      for (int j = 0; j < factors[i].length; j++) {
        factors[i][j] = kernel.height() * kernel.width() / (rows[i] * columns[j]);
      }
    }
    return factors;
  }

  private static double[] counted(
      int in, int out, int kernel, int stride, int padding, boolean countPadding) {
    int margin = countPadding ? padding : 0;
    double[] counts = new double[out];
    for (int i = 0; i < out; i++) {
      int start = i * stride - padding;
      counts[i] = Math.min(start + kernel, in + margin) - Math.max(start, -margin);
    }
    return counts;
  }
}
