package org.dsd4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.dsd4j.testing.Numbers;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Pooling} does at the edges, beside the fixtures' values. */
public abstract class PoolingContract extends OpenKernels {
  private static Pool pool(int kernel, int stride, int padding, boolean ceilMode) {
    return new Pool(Extent.square(kernel), Extent.square(stride), Extent.square(padding), ceilMode);
  }

  @Test
  void overlappingWindowsAddTheirGradients() {
    Tensor x = tensor(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 9, 5, 6, 7, 8);
    Tensor y = empty(1, 2, 2, 1);
    Tensor gradX = empty(1, 3, 3, 1);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 2, 4, 8);
    Pool settings = pool(2, 1, 0, false);
    kernels.pooling().max(settings, x, y);
    kernels.pooling().maxBackward(settings, x, y, gradY, gradX);
    assertClose(y, 9, 9, 9, 9);
    assertClose(gradX, 0, 0, 0, 0, 15, 0, 0, 0, 0);
    kernels.pooling().average(settings, true, x, y);
    assertClose(y, 4, 4.75, 6.5, 7.25);
    kernels.pooling().averageBackward(settings, true, gradY, gradX);
    assertClose(gradX, 0.25, 0.75, 0.5, 1.25, 3.75, 2.5, 1, 3, 2);
  }

  @Test
  void theGradientOfAMaximumFollowsTheLatestForwardCall() {
    Tensor rising = tensor(Shape.of(1, 1, 2, 1), 1, 2);
    Tensor falling = tensor(Shape.of(1, 1, 2, 1), 4, 3);
    Tensor y = empty(1, 1, 1, 1);
    Tensor gradY = tensor(Shape.of(1, 1, 1, 1), 5);
    Tensor gradX = empty(1, 1, 2, 1);
    Pool settings = new Pool(new Extent(1, 2), new Extent(1, 2), new Extent(0, 0), false);
    for (int round = 0; round < 2; round++) {
      kernels.pooling().max(settings, rising, y);
      kernels.pooling().maxBackward(settings, rising, y, gradY, gradX);
      assertClose(gradX, 0, 5);
      kernels.pooling().max(settings, falling, y);
      kernels.pooling().maxBackward(settings, falling, y, gradY, gradX);
      assertClose(gradX, 5, 0);
    }
  }

  @Test
  void gapsBetweenWindowsHaveNoGradient() {
    Tensor x = random(4, 1, 5, 5, 1);
    Tensor y = empty(1, 2, 2, 1);
    Tensor gradX = empty(1, 5, 5, 1);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 1, 1, 1);
    Pool settings = pool(1, 3, 0, false);
    kernels.pooling().max(settings, x, y);
    kernels.pooling().maxBackward(settings, x, y, gradY, gradX);
    double[] expected = new double[25];
    for (int i : new int[] {0, 3, 15, 18}) {
      expected[i] = 1;
    }
    assertClose(gradX, expected);
    memory.fill(gradX, NAN);
    kernels.pooling().averageBackward(settings, true, gradY, gradX);
    assertClose(gradX, expected);
  }

  @Test
  void paddingNeverWinsAMaximum() {
    float lowest = -3e38f;
    Tensor x = tensor(Shape.of(1, 2, 2, 1), lowest, -2, -3, Float.NEGATIVE_INFINITY);
    Tensor y = empty(1, 2, 2, 1);
    Tensor gradX = empty(1, 2, 2, 1);
    Pool settings = pool(3, 1, 1, false);
    kernels.pooling().max(settings, x, y);
    assertThat(y.toFloats()).containsExactly(-2, -2, -2, -2);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
    kernels.pooling().maxBackward(settings, x, y, gradY, gradX);
    assertClose(gradX, 0, 10, 0, 0);
    // A window of padding and one pixel.
    Pool corner = pool(2, 2, 1, false);
    Tensor four = empty(1, 2, 2, 1);
    kernels.pooling().max(corner, x, four);
    assertThat(four.toFloats()[0]).isEqualTo(lowest);
    kernels.pooling().maxBackward(corner, x, four, gradY, gradX);
    assertClose(gradX, 1, 2, 3, 4);
  }

  @Test
  void meansCountPaddingButNotWhatLiesBeyondIt() {
    Tensor x = tensor(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
    Tensor y = empty(1, 2, 2, 1);
    // Two windows of three from −1: the second covers 1, 2 and the padding.
    kernels.pooling().average(pool(3, 2, 1, false), true, x, y);
    assertClose(y, 12.0 / 9, 16.0 / 9, 24.0 / 9, 28.0 / 9);
    kernels.pooling().average(pool(3, 2, 1, false), false, x, y);
    assertClose(y, 3, 4, 6, 7);
    // Two windows of two from 0, the second reaching beyond the image.
    kernels.pooling().average(pool(2, 2, 0, true), true, x, y);
    assertClose(y, 3, 4.5, 7.5, 9);
    Tensor gradX = empty(1, 3, 3, 1);
    Tensor gradY = tensor(Shape.of(1, 2, 2, 1), 4, 2, 2, 1);
    kernels.pooling().averageBackward(pool(2, 2, 0, true), true, gradY, gradX);
    assertClose(gradX, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  }

  @Test
  void resamplingToTheSameSizeChangesNothing() {
    Tensor x = random(5, 2, 3, 4, 2);
    Tensor y = empty(2, 3, 4, 2);
    for (Interpolation interpolation : Interpolation.values()) {
      kernels.pooling().resample(interpolation, x, y);
      assertClose(y, Numbers.get(x));
      kernels.pooling().resampleBackward(interpolation, x, y);
      assertClose(y, Numbers.get(x));
    }
    kernels.pooling().adaptiveAverage(x, y);
    assertClose(y, Numbers.get(x));
  }

  @Test
  void resamplesByHand() {
    Tensor x = tensor(Shape.of(1, 1, 2, 1), 0, 4);
    Tensor y = empty(1, 2, 4, 1);
    kernels.pooling().resample(Interpolation.BILINEAR, x, y);
    assertClose(y, 0, 1, 3, 4, 0, 1, 3, 4);
    kernels.pooling().resample(Interpolation.NEAREST, x, y);
    assertClose(y, 0, 0, 4, 4, 0, 0, 4, 4);
    Tensor overlapping = empty(1, 1, 2, 1);
    kernels.pooling().adaptiveAverage(tensor(Shape.of(1, 1, 3, 1), 1, 2, 6), overlapping);
    assertClose(overlapping, 1.5, 4);
  }
}
