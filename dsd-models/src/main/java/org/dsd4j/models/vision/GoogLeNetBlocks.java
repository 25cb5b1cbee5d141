package org.dsd4j.models.vision;

import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Initializer;

/** The building blocks of {@link GoogLeNet}, in torchvision's form or the paper's. */
final class GoogLeNetBlocks {
  private static final double TORCHVISION_EPSILON = 0.001;
  private static final double TORCHVISION_DEVIATION = 0.01;
  private static final double CAFFE_BIAS = 0.2;

  /**
   * The numbers of filters of an inception module.
   *
   * @param one the 1×1 convolution
   * @param beforeThree the 1×1 convolution before the 3×3
   * @param three the 3×3 convolution
   * @param beforeFive the 1×1 convolution before the 5×5
   * @param five the 5×5 convolution, 3×3 in torchvision
   * @param pooled the 1×1 convolution after the pooling
   */
  record Inception(int one, int beforeThree, int three, int beforeFive, int five, int pooled) {}

  private final boolean original;
  private final ImageOptions options;

  GoogLeNetBlocks(boolean original, ImageOptions options) {
    this.original = original;
    this.options = options;
  }

  /** Adds four parallel branches and their concatenated output, which gets the module's name. */
  void inception(NetworkBuilder net, String name, Inception filters) {
    String input = net.last();
    String one = convolution(net, name + ".branch1", square(filters.one, 1), input);
    String three =
        reduced(net, name + ".branch2", filters.beforeThree, square(filters.three, 3), input);
    Conv2d large = square(filters.five, original ? 5 : 3);
    String five = reduced(net, name + ".branch3", filters.beforeFive, large, input);
    net.add(name + ".branch4.0", new MaxPool2d(3).stride(1).padding(1).ceilMode(), input);
    String pooled = convolution(net, name + ".branch4.1", square(filters.pooled, 1), net.last());
    net.add(name, new Concat(), one, three, five, pooled);
  }

  private String reduced(NetworkBuilder net, String name, int before, Conv2d layer, String source) {
    String narrow = convolution(net, name + ".0", square(before, 1), source);
    return convolution(net, name + ".1", layer, narrow);
  }

  private Conv2d square(int filters, int kernel) {
    return new Conv2d(options.channels(filters), kernel).padding(kernel / 2);
  }

  /** Adds a convolution, batch norm in torchvision's form, and a ReLU; returns the ReLU's name. */
  String convolution(NetworkBuilder net, String name, Conv2d layer, String source) {
    if (original) {
      net.add(
          name + ".conv",
          layer
              .initializer(Initializer.xavierUniform())
              .biasInitializer(Initializer.constant(CAFFE_BIAS)),
          source);
    } else {
      Initializer start = Initializer.normal(TORCHVISION_DEVIATION);
      net.add(name + ".conv", layer.withoutBias().initializer(start), source)
          .add(name + ".bn", new BatchNorm().epsilon(TORCHVISION_EPSILON));
    }
    return net.add(name + ".relu", Activate.relu()).last();
  }

  /** A dense layer to be followed by a ReLU. */
  Dense hidden(int units) {
    return dense(units, CAFFE_BIAS);
  }

  /** A dense layer that gives logits. */
  Dense classifier(int classes) {
    return dense(classes, 0);
  }

  private Dense dense(int units, double originalBias) {
    return original
        ? new Dense(units)
            .initializer(Initializer.xavierUniform())
            .biasInitializer(Initializer.constant(originalBias))
        : new Dense(units).initializer(Initializer.normal(TORCHVISION_DEVIATION));
  }
}
