package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
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
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.AdaptiveAveragePool2d;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.nn.spec.Initializer;

/**
 * The networks of the Visual Geometry Group (Simonyan and Zisserman, "Very deep convolutional
 * networks for large-scale image recognition", 2015), with or without batch normalisation, equal to
 * torchvision's in their layers, their names and the initialisation of weights. Their outputs are
 * logits.
 *
 * <pre>{@code
 * Vgg.vgg16(1000)                                              // images [224, 224, 3]
 * new Vgg(16).batchNorm().input(32, 32, 3).width(0.5).dropout(0).network(10)
 * }</pre>
 */
public final class Vgg {
  /** The numbers of convolutions before each of the five poolings, by depth. */
  private static final Map<Integer, List<Integer>> CONVOLUTIONS =
      new TreeMap<>(
          Map.of(
              11, List.of(1, 1, 2, 2, 2),
              13, List.of(2, 2, 2, 2, 2),
              16, List.of(2, 2, 3, 3, 3),
              19, List.of(2, 2, 4, 4, 4)));

  private static final List<Integer> CHANNELS = List.of(64, 128, 256, 512, 512);
  private static final int HIDDEN = 4096;
  private static final Initializer ZERO = Initializer.constant(0);

  private final List<Integer> convolutions;
  private final boolean batchNorm;
  private final ImageOptions options;

  /** A network of 11, 13, 16 or 19 layers with weights, without batch norm; dropout 0.5. */
  public Vgg(int depth) {
    this(convolutions(depth), false, ImageOptions.imageNet(0.5));
  }

  private Vgg(List<Integer> convolutions, boolean batchNorm, ImageOptions options) {
    this.convolutions = convolutions;
    this.batchNorm = batchNorm;
    this.options = options;
  }

  /** The standard VGG-11; 132,863,336 parameters for 1000 classes. */
  public static NetworkBuilder vgg11(int classes) {
    return new Vgg(11).network(classes);
  }

  /** The standard VGG-13; 133,047,848 parameters for 1000 classes. */
  public static NetworkBuilder vgg13(int classes) {
    return new Vgg(13).network(classes);
  }

  /** The standard VGG-16; 138,357,544 parameters for 1000 classes. */
  public static NetworkBuilder vgg16(int classes) {
    return new Vgg(16).network(classes);
  }

  /** The standard VGG-19; 143,667,240 parameters for 1000 classes. */
  public static NetworkBuilder vgg19(int classes) {
    return new Vgg(19).network(classes);
  }

  /** All depths, with and without batch norm, by torchvision's names. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return CONVOLUTIONS.keySet().stream()
          .flatMap(
              depth ->
                  Stream.of(
                      named("vgg" + depth, new Vgg(depth)),
                      named("vgg" + depth + "_bn", new Vgg(depth).batchNorm())))
          .toList();
    }

    private static NamedModel named(String name, Vgg usual) {
      return usual.options.named(
          name,
          "Simonyan and Zisserman 2015",
          (o, n) -> new Vgg(usual.convolutions, usual.batchNorm, o).network(n));
    }
  }

  /** Adds a batch normalisation after each convolution. */
  public Vgg batchNorm() {
    return new Vgg(convolutions, true, options);
  }

  /** Sets the size of the images. */
  public Vgg input(int height, int width, int channels) {
    return new Vgg(convolutions, batchNorm, options.input(height, width, channels));
  }

  /** Multiplies all numbers of channels and hidden units. */
  public Vgg width(double factor) {
    return new Vgg(convolutions, batchNorm, options.width(factor));
  }

  /** Sets the rate of dropout after both hidden dense layers; 0 removes the dropout. */
  public Vgg dropout(double rate) {
    return new Vgg(convolutions, batchNorm, options.dropout(rate));
  }

  /** The convolutions without a head: from images to [H/32, W/32, 512]. */
  public NetworkBuilder features() {
    NetworkBuilder net = Network.builder(options.input());
    Numbered features = new Numbered(net, "features");
    for (int stage = 0; stage < CHANNELS.size(); stage++) {
      for (int i = 0; i < convolutions.get(stage); i++) {
        features.add(convolution(options.channels(CHANNELS.get(stage))));
        if (batchNorm) {
          features.add(new BatchNorm());
        }
        features.add(Activate.relu());
      }
      features.add(new MaxPool2d(2));
    }
    return net;
  }

  /** The whole network, from images to logits [classes]. */
  public NetworkBuilder network(int classes) {
    NetworkBuilder net =
        features().add("avgpool", new AdaptiveAveragePool2d(7)).add("flatten", new Flatten());
    new Numbered(net, "classifier")
        .add(dense(options.channels(HIDDEN)))
        .add(Activate.relu())
        .dropout(options.dropout())
        .add(dense(options.channels(HIDDEN)))
        .add(Activate.relu())
        .dropout(options.dropout())
        .add(dense(classes));
    return net;
  }

  private static List<Integer> convolutions(int depth) {
    List<Integer> convolutions = CONVOLUTIONS.get(depth);
    if (convolutions == null) {
      throw new IllegalArgumentException(
          Check.message("depth", "one of " + CONVOLUTIONS.keySet(), depth, "choose one of these"));
    }
    return convolutions;
  }

  private static Conv2d convolution(int filters) {
    return new Conv2d(filters, 3)
        .padding(1)
        .initializer(Initializer.heNormalFanOut())
        .biasInitializer(ZERO);
  }

  private static Dense dense(int units) {
    return new Dense(units).initializer(Initializer.normal(0.01)).biasInitializer(ZERO);
  }
}
