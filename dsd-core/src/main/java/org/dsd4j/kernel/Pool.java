package org.dsd4j.kernel;

import org.dsd4j.internal.Check;

/**
 * The settings of a pooling window.
 *
 * @param kernel the window
 * @param stride the step of the window
 * @param padding how far the window may reach over each side; at most half of the kernel
 * @param ceilMode whether a last window that is only partly filled counts
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

  /**
   * The height and width of the result; not positive where the input is smaller than the window.
   */
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
}
