package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
import java.util.List;
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
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Initializer;

/**
 * MobileNetV2 (Sandler et al., "MobileNetV2: Inverted residuals and linear bottlenecks", 2018),
 * equal to torchvision's in its layers, their names and the initialisation of weights. A block
 * expands few channels to many by a 1×1 convolution, filters each channel by itself, and projects
 * to few channels without an activation; blocks that keep the shape add their input. Its outputs
 * are logits.
 *
 * <pre>{@code
 * MobileNetV2.mobilenetV2(1000)                                // images [224, 224, 3]
 * new MobileNetV2().input(96, 96, 3).width(0.5).network(10)
 * }</pre>
 */
public final class MobileNetV2 {
  /** Numbers of channels are multiples of it, whatever the width. */
  private static final int DIVISOR = 8;

  private static final double MOST_TAKEN_AWAY = 0.1;
  private static final int FIRST_CHANNELS = 32;
  private static final int LAST_CHANNELS = 1280;

  /**
   * Blocks of one shape.
   *
   * @param expansion how many times as many channels a block has inside
   * @param channels its outputs
   * @param blocks their number
   * @param stride that of the first one
   */
  private record Stage(int expansion, int channels, int blocks, int stride) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1),
          new Stage(6, 24, 2, 2),
          new Stage(6, 32, 3, 2),
          new Stage(6, 64, 4, 2),
          new Stage(6, 96, 3, 1),
          new Stage(6, 160, 3, 2),
          new Stage(6, 320, 1, 1));

  private final ImageOptions options;

  /** The network of the paper, for images of 224×224 in three colours; dropout 0.2. */
  public MobileNetV2() {
    this(ImageOptions.imageNet(0.2));
  }

  private MobileNetV2(ImageOptions options) {
    this.options = options;
  }

  /** The standard MobileNetV2; 3,504,872 parameters for 1000 classes. */
  public static NetworkBuilder mobilenetV2(int classes) {
    return new MobileNetV2().network(classes);
  }

  /** The network by torchvision's name. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return List.of(
          new MobileNetV2()
              .options.named(
                  "mobilenet_v2",
                  "Sandler et al. 2018",
                  (options, classes) -> new MobileNetV2(options).network(classes)));
    }
  }

  /** Sets the size of the images. */
  public MobileNetV2 input(int height, int width, int channels) {
    return new MobileNetV2(options.input(height, width, channels));
  }

  /** Multiplies all numbers of channels, which stay multiples of 8; the last never shrinks. */
  public MobileNetV2 width(double factor) {
    return new MobileNetV2(options.width(factor));
  }

  /** Sets the rate of dropout before the last layer; 0 removes the dropout. */
  public MobileNetV2 dropout(double rate) {
    return new MobileNetV2(options.dropout(rate));
  }

  /** The convolutions without a head: from images to [7, 7, 1280] for 224×224. */
  public NetworkBuilder features() {
    NetworkBuilder net = Network.builder(options.input());
    Numbered features = new Numbered(net, "features");
    Conv2d first = new Conv2d(channels(FIRST_CHANNELS), 3).stride(2).padding(1);
    activated(net, features.takeName(), first);
    for (Stage stage : STAGES) {
      for (int block = 0; block < stage.blocks; block++) {
        block(net, features.takeName() + ".conv", stage, block == 0 ? stage.stride : 1);
      }
    }
    int last = (int) (LAST_CHANNELS * Math.max(1, options.width()));
    activated(net, features.takeName(), new Conv2d(divisible(last), 1));
    return net;
  }

  /** The whole network, from images to logits [classes]. */
  public NetworkBuilder network(int classes) {
    NetworkBuilder net =
        features().add("avgpool", new GlobalAveragePool()).add("flatten", new Flatten());
    new Numbered(net, "classifier")
        .dropout(options.dropout())
        .add(
            new Dense(classes)
                .initializer(Initializer.normal(0.01))
                .biasInitializer(Initializer.constant(0)));
    return net;
  }

  private void block(NetworkBuilder net, String name, Stage stage, int stride) {
    String input = net.last();
    int inside = stage.expansion * net.shape(input).last();
    Numbered layers = new Numbered(net, name);
    if (stage.expansion > 1) {
      activated(net, layers.takeName(), new Conv2d(inside, 1));
    }
    Conv2d eachChannel = new Conv2d(inside, 3).stride(stride).padding(1).groups(inside);
    activated(net, layers.takeName(), eachChannel);
    layers.add(started(new Conv2d(channels(stage.channels), 1))).add(new BatchNorm());
    String branch = net.last();
    if (net.shape(branch).equals(net.shape(input))) {
      net.add(name + ".add", new Add(), branch, input);
    }
  }

  /** A convolution, a batch norm and a ReLU cut off at 6. */
  private static void activated(NetworkBuilder net, String name, Conv2d layer) {
    new Numbered(net, name).add(started(layer)).add(new BatchNorm()).add(Activate.clippedRelu(6));
  }

  /** A convolution without bias, as a batch norm follows it. */
  private static Conv2d started(Conv2d layer) {
    return layer.withoutBias().initializer(Initializer.heNormalFanOut());
  }

  private int channels(int usual) {
    return divisible(usual * options.width());
  }

  /** The nearest multiple of 8 that is not more than a tenth smaller. */
  private static int divisible(double channels) {
    int rounded = Math.max(DIVISOR, (int) (channels + DIVISOR / 2.0) / DIVISOR * DIVISOR);
    return rounded < (1 - MOST_TAKEN_AWAY) * channels ? rounded + DIVISOR : rounded;
  }
}
