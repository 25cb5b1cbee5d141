package org.dsd4j.models.vision;

import org.dsd4j.models.ModelContract;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.optim.Adam;
import org.dsd4j.optim.Optimizer;

/** An eighth of GoogLeNet's width with both auxiliary heads, for small images. */
class GoogLeNetTest extends ModelContract {
  /** 1×1, before 3×3, 3×3, before 5×5, 5×5 and behind the pooling, in the order of the modules. */
  private static final int[][] MODULES = {
    {64, 96, 128, 16, 32, 32},
    {128, 128, 192, 32, 96, 64},
    {192, 96, 208, 16, 48, 64},
    {160, 112, 224, 24, 64, 64},
    {128, 128, 256, 24, 64, 64},
    {112, 144, 288, 32, 64, 64},
    {256, 160, 320, 32, 128, 128},
    {256, 160, 320, 32, 128, 128},
    {384, 192, 384, 48, 128, 128}
  };

  @Override
  protected NetworkBuilder build(int classes) {
    return GoogLeNet.torchvision()
        .input(64, 64, 3)
        .width(0.125)
        .dropout(0)
        .auxiliaryDropout(0)
        .network(classes);
  }

  /** Of a convolution of k×k without bias and its batch norm. */
  private static long convolution(int kernel, int in, int out) {
    return (long) kernel * kernel * in * out + 2L * out;
  }

  /** Of a head on 4×4 averages. */
  private static long auxiliary(int channels) {
    return convolution(1, channels, 16) + (16 * 16 + 1) * 128 + 129 * 10;
  }

  @Override
  protected long parametersForTenClasses() {
    long parameters = convolution(7, 3, 8) + convolution(1, 8, 8) + convolution(3, 8, 24);
    int channels = 24;
    for (int[] m : MODULES) {
      parameters +=
          convolution(1, channels, m[0] / 8)
              + convolution(1, channels, m[1] / 8)
              + convolution(3, m[1] / 8, m[2] / 8)
              + convolution(1, channels, m[3] / 8)
              + convolution(3, m[3] / 8, m[4] / 8)
              + convolution(1, channels, m[5] / 8);
      channels = (m[0] + m[2] + m[4] + m[5]) / 8;
    }
    return parameters + auxiliary(512 / 8) + auxiliary(528 / 8) + (channels + 1) * 10;
  }

  @Override
  protected Optimizer optimizer() {
    return new Adam();
  }

  @Override
  protected double rate() {
    return 0.01;
  }
}
