package org.dsd4j.kernel;

import org.dsd4j.internal.Check;

/**
 * The settings of a convolution.
 *
 * @param kernel the window, at least 1×1
 * @param stride the step of the window, at least 1×1
 * @param padding zeros added on each of the two sides of an axis
 * @param dilation the distance between neighbouring weights; 1 for adjacent pixels
 * @param groups the number of independent groups of channels
 */
public record Convolution(
    Extent kernel, Extent stride, Extent padding, Extent dilation, int groups) {
  /** Checks the settings. */
  public Convolution {
    kernel.checkPositive("kernel");
    stride.checkPositive("stride");
    padding.checkNotNegative("padding");
    dilation.checkPositive("dilation");
    Check.positive("groups", groups);
  }

  /** The height and width of the result; not positive if the input is smaller than the window. */
  public Extent outputSize(Extent input) {
    return new Extent(
        size(input.height(), kernel.height(), stride.height(), padding.height(), dilation.height()),
        size(input.width(), kernel.width(), stride.width(), padding.width(), dilation.width()));
  }

  private static int size(int input, int kernel, int stride, int padding, int dilation) {
    return Math.floorDiv(input + 2 * padding - dilation * (kernel - 1) - 1, stride) + 1;
  }
}
