package org.dsd4j.models.vision;

import org.dsd4j.internal.Check;
import org.dsd4j.nn.Initializer;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.BatchNorm;
import org.dsd4j.nn.layer.Conv2d;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.GlobalAveragePool;
import org.dsd4j.tensor.Shape;

/**
 * Residual networks (He et al., "Deep residual learning for image recognition", 2016). They end in
 * logits; layers are named as torchvision names them.
 */
public final class ResNet {
  private static final Shape CIFAR_INPUT = Shape.of(32, 32, 3);
  private static final int[] CIFAR_WIDTHS = {16, 32, 64};

  private ResNet() {}

  /** ResNet-20 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar20(int classes) {
    return cifar(20, classes);
  }

  /** ResNet-32 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar32(int classes) {
    return cifar(32, classes);
  }

  /** ResNet-56 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar56(int classes) {
    return cifar(56, classes);
  }

  /**
   * The paper's network for CIFAR of any depth 6n + 2: three stages of n basic blocks with 16, 32
   * and 64 channels. Where a stage changes the shape, the bypass is a 1×1 convolution.
   */
  public static NetworkBuilder cifar(int depth, int classes) {
    Check.argument(
        depth >= 8 && depth % 6 == 2,
        "depth",
        "6n + 2: 20, 32, 44, 56, 110 …",
        depth,
        "choose one of these");
    NetworkBuilder net = Network.builder(CIFAR_INPUT);
    convolution(net, "conv1", new Conv2d(CIFAR_WIDTHS[0], 3).padding(1), net.last());
    net.add("bn1", new BatchNorm()).add("relu1", Activate.relu());
    for (int stage = 0; stage < CIFAR_WIDTHS.length; stage++) {
      for (int block = 0; block < (depth - 2) / 6; block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        basicBlock(net, "layer" + (stage + 1) + "." + block, CIFAR_WIDTHS[stage], stride);
      }
    }
    return net.add("avgpool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("fc", new Dense(classes));
  }

  private static void basicBlock(NetworkBuilder net, String name, int width, int stride) {
    String input = net.last();
    Shape shape = net.shape(input);
    convolution(net, name + ".conv1", new Conv2d(width, 3).stride(stride).padding(1), input);
    net.add(name + ".bn1", new BatchNorm()).add(name + ".relu1", Activate.relu());
    convolution(net, name + ".conv2", new Conv2d(width, 3).padding(1), net.last());
    net.add(name + ".bn2", new BatchNorm());
    String bypass = input;
    if (stride != 1 || shape.last() != width) {
      convolution(net, name + ".downsample.0", new Conv2d(width, 1).stride(stride), input);
      bypass = name + ".downsample.1";
      net.add(bypass, new BatchNorm());
    }
    net.add(name + ".add", new Add(), name + ".bn2", bypass);
    net.add(name + ".relu2", Activate.relu());
  }

  /** Adds a convolution as they are all here: followed by a batch norm, so without bias. */
  private static void convolution(NetworkBuilder net, String name, Conv2d layer, String source) {
    net.add(name, layer.withoutBias().initializer(Initializer.heNormalFanOut()), source);
  }
}
