package org.dsd4j.examples.bench;

import java.util.Locale;
import org.dsd4j.models.vision.GoogLeNet;
import org.dsd4j.models.vision.LeNet;
import org.dsd4j.models.vision.ResNet;
import org.dsd4j.models.vision.Vgg;
import org.dsd4j.nn.NetworkBuilder;

/** The networks that can be timed, by the names that they have elsewhere. */
enum BenchModel {
  RESNET50(1000),
  RESNET18(1000),
  VGG16(1000),
  GOOGLENET(1000),
  RESNET20(10),
  LENET5(10);

  private final int classes;

  BenchModel(int classes) {
    this.classes = classes;
  }

  int classes() {
    return classes;
  }

  /** The network for square images of this size; LeNet-5's is fixed. */
  NetworkBuilder network(int size) {
    return switch (this) {
      case RESNET50 -> ResNet.imageNet(50).input(size, size, 3).network(classes);
      case RESNET18 -> ResNet.imageNet(18).input(size, size, 3).network(classes);
      case VGG16 -> new Vgg(16).input(size, size, 3).network(classes);
      case GOOGLENET ->
          GoogLeNet.torchvision().withoutAuxiliaries().input(size, size, 3).network(classes);
      case RESNET20 -> ResNet.cifar(20).input(size, size, 3).network(classes);
      case LENET5 -> LeNet.lenet5(classes);
    };
  }

  /** The name in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
