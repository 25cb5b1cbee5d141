package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Add;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Initializer;
import org.dsd4j.tensor.Shape;

/**
 * Residual networks (He et al., "Deep residual learning for image recognition", 2016). Their
 * outputs are logits. Names of layers and the initialisation of weights are torchvision's, and so
 * is the stride in the 3×3 convolution of a bottleneck instead of the 1×1 before it. Where a stage
 * changes the shape, the shortcut is a 1×1 convolution.
 *
 * <pre>{@code
 * ResNet.resnet50(1000)                                        // images [224, 224, 3]
 * ResNet.cifar20(10)                                           // images [32, 32, 3]
 * ResNet.imageNet(18).input(64, 64, 1).width(0.5).network(10)
 * }</pre>
 */
public final class ResNet {
  /** The numbers of blocks of the four stages for ImageNet, by depth. */
  private static final Map<Integer, List<Integer>> IMAGENET_BLOCKS =
      new TreeMap<>(
          Map.of(
              18, List.of(2, 2, 2, 2),
              34, List.of(3, 4, 6, 3),
              50, List.of(3, 4, 6, 3),
              101, List.of(3, 4, 23, 3),
              152, List.of(3, 8, 36, 3)));

  private static final List<Integer> CIFAR_DEPTHS = List.of(20, 32, 44, 56, 110);
  private static final int LEAST_DEPTH_OF_BOTTLENECKS = 50;
  private static final int BOTTLENECK_EXPANSION = 4;
  private static final int CIFAR_CLASSES = 10;

  /**
   * The structure of a residual network.
   *
   * @param blocks the number of blocks of each stage
   * @param channels the channels of the first stage; each later stage has twice as many
   * @param bottlenecks whether blocks have 1×1, 3×3 and 1×1 instead of two 3×3 convolutions
   * @param largeImages whether the first layers reduce images to a quarter of their size
   */
  private record Structure(
      List<Integer> blocks, int channels, boolean bottlenecks, boolean largeImages) {}

  private final Structure structure;
  private final ImageOptions options;

  private ResNet(Structure structure, ImageOptions options) {
    this.structure = structure;
    this.options = options;
  }

  /** The network for ImageNet of depth 18, 34, 50, 101 or 152, for images of 224×224. */
  public static ResNet imageNet(int depth) {
    List<Integer> blocks = IMAGENET_BLOCKS.get(depth);
    if (blocks == null) {
      throw new IllegalArgumentException(
          Check.message(
              "depth", "one of " + IMAGENET_BLOCKS.keySet(), depth, "choose one of these"));
    }
    boolean bottlenecks = depth >= LEAST_DEPTH_OF_BOTTLENECKS;
    return new ResNet(new Structure(blocks, 64, bottlenecks, true), ImageOptions.imageNet(0));
  }

  /** The network for CIFAR of any depth 6n + 2, for images of 32×32: three stages of n blocks. */
  public static ResNet cifar(int depth) {
    Check.argument(
        depth >= 8 && depth % 6 == 2,
        "depth",
        "6n + 2: 20, 32, 44, 56, 110 …",
        depth,
        "choose one of these");
    List<Integer> blocks = Collections.nCopies(3, (depth - 2) / 6);
    return new ResNet(
        new Structure(blocks, 16, false, false), new ImageOptions(Shape.of(32, 32, 3), 1, 0));
  }

  /** The standard ResNet-18; 11,689,512 parameters for 1000 classes. */
  public static NetworkBuilder resnet18(int classes) {
    return imageNet(18).network(classes);
  }

  /** The standard ResNet-34; 21,797,672 parameters for 1000 classes. */
  public static NetworkBuilder resnet34(int classes) {
    return imageNet(34).network(classes);
  }

  /** The standard ResNet-50; 25,557,032 parameters for 1000 classes. */
  public static NetworkBuilder resnet50(int classes) {
    return imageNet(50).network(classes);
  }

  /** The standard ResNet-101; 44,549,160 parameters for 1000 classes. */
  public static NetworkBuilder resnet101(int classes) {
    return imageNet(101).network(classes);
  }

  /** The standard ResNet-152; 60,192,808 parameters for 1000 classes. */
  public static NetworkBuilder resnet152(int classes) {
    return imageNet(152).network(classes);
  }

  /** ResNet-20 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar20(int classes) {
    return cifar(20).network(classes);
  }

  /** ResNet-32 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar32(int classes) {
    return cifar(32).network(classes);
  }

  /** ResNet-44 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar44(int classes) {
    return cifar(44).network(classes);
  }

  /** ResNet-56 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar56(int classes) {
    return cifar(56).network(classes);
  }

  /** ResNet-110 for images of 32×32, [32, 32, 3]. */
  public static NetworkBuilder cifar110(int classes) {
    return cifar(110).network(classes);
  }

  /** The networks for ImageNet by torchvision's names, and those for CIFAR. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      Stream<NamedModel> large =
          IMAGENET_BLOCKS.keySet().stream()
              .map(depth -> named(depth, imageNet(depth), ImageOptions.IMAGENET_CLASSES));
      Stream<NamedModel> small =
          CIFAR_DEPTHS.stream().map(depth -> named(depth, cifar(depth), CIFAR_CLASSES));
      return Stream.concat(large, small).toList();
    }

    private static NamedModel named(int depth, ResNet usual, int classes) {
      return usual.options.named(
          "resnet" + depth,
          "He et al. 2016",
          classes,
          (o, n) -> new ResNet(usual.structure, o).network(n));
    }
  }

  /** Sets the size of the images. */
  public ResNet input(int height, int width, int channels) {
    return new ResNet(structure, options.input(height, width, channels));
  }

  /** Multiplies all numbers of channels. */
  public ResNet width(double factor) {
    return new ResNet(structure, options.width(factor));
  }

  /** The residual blocks without a head: from images to [7, 7, 2048] in ResNet-50 for 224×224. */
  public NetworkBuilder features() {
    NetworkBuilder net = Network.builder(options.input());
    start(net);
    for (int stage = 0; stage < structure.blocks.size(); stage++) {
      int channels = options.channels(structure.channels << stage);
      for (int block = 0; block < structure.blocks.get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        block(net, "layer" + (stage + 1) + "." + block, channels, stride);
      }
    }
    return net;
  }

  /** The whole network, from images to logits [classes]. */
  public NetworkBuilder network(int classes) {
    return features()
        .add("avgpool", new GlobalAveragePool())
        .add("flatten", new Flatten())
        .add("fc", new Dense(classes));
  }

  private void start(NetworkBuilder net) {
    int channels = options.channels(structure.channels);
    Conv2d first =
        structure.largeImages
            ? new Conv2d(channels, 7).stride(2).padding(3)
            : new Conv2d(channels, 3).padding(1);
    net.add("conv1", started(first)).add("bn1", new BatchNorm()).add("relu1", Activate.relu());
    if (structure.largeImages) {
      net.add("maxpool", new MaxPool2d(3).stride(2).padding(1));
    }
  }

  private void block(NetworkBuilder net, String name, int channels, int stride) {
    String input = net.last();
    List<Conv2d> convolutions = convolutions(channels, stride);
    int last = convolutions.size();
    for (int i = 1; i <= last; i++) {
      net.add(name + ".conv" + i, started(convolutions.get(i - 1)));
      net.add(name + ".bn" + i, new BatchNorm());
      if (i < last) {
        net.add(name + ".relu" + i, Activate.relu());
      }
    }
    String branch = net.last();
    String bypass = bypass(net, name + ".downsample", input, stride);
    net.add(name + ".add", new Add(), branch, bypass);
    net.add(name + ".relu" + last, Activate.relu());
  }

  private List<Conv2d> convolutions(int channels, int stride) {
    Conv2d square = new Conv2d(channels, 3).padding(1);
    return structure.bottlenecks
        ? List.of(
            new Conv2d(channels, 1),
            square.stride(stride),
            new Conv2d(BOTTLENECK_EXPANSION * channels, 1))
        : List.of(square.stride(stride), square);
  }

  /** Converts the block's input to the shape of the last layer added, if they differ. */
  private static String bypass(NetworkBuilder net, String name, String input, int stride) {
    Shape shape = net.shape(net.last());
    if (net.shape(input).equals(shape)) {
      return input;
    }
    return net.add(name + ".0", started(new Conv2d(shape.last(), 1).stride(stride)), input)
        .add(name + ".1", new BatchNorm())
        .last();
  }

  /** A convolution without bias, as a batch norm follows it. */
  private static Conv2d started(Conv2d layer) {
    return layer.withoutBias().initializer(Initializer.heNormalFanOut());
  }
}
