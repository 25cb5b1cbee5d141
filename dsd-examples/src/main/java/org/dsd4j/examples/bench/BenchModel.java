package org.dsd4j.examples.bench;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.dsd4j.models.vision.GoogLeNet;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.models.vision.Vgg;
import org.dsd4j.nn.NetworkBuilder;

/** The networks that can be timed, by the names that they have elsewhere. */
enum BenchModel {
  RESNET50(1000, size -> ResNet.imageNet(50).input(size, size, 3)::network),
  RESNET18(1000, size -> ResNet.imageNet(18).input(size, size, 3)::network),
  VGG16(1000, size -> new Vgg(16).input(size, size, 3)::network),
  GOOGLENET(
      1000, size -> GoogLeNet.torchvision().withoutAuxiliaries().input(size, size, 3)::network),
  RESNET20(10, size -> ResNet.cifar(20).input(size, size, 3)::network),
  LENET5(10, size -> LeNet::lenet5);

  private final int classes;
  private final Function<Integer, IntFunction<NetworkBuilder>> builder;

  BenchModel(int classes, Function<Integer, IntFunction<NetworkBuilder>> builder) {
    this.classes = classes;
    this.builder = builder;
  }

  int classes() {
    return classes;
  }

  /** The network for square images of this size. */
  NetworkBuilder network(int size) {
    return builder.apply(size).apply(classes);
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
