package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
import java.util.List;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Concat;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.spec.Initializer;

/**
 * SqueezeNet (Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and
 * &lt;0.5MB model size", 2016), equal to torchvision's in its layers, their names and the
 * initialisation of weights. Its outputs are logits.
 *
 * <pre>{@code
 * SqueezeNet.squeezenet11(1000)                                // images [224, 224, 3]
 * SqueezeNet.version11().input(64, 64, 3).width(0.5).dropout(0).network(10)
 * }</pre>
 */
public final class SqueezeNet {
  private static final Initializer ZERO = Initializer.constant(0);

  /**
   * The channels of the squeeze layer of each fire module; each expand layer has four times as
   * many.
   */
  private static final List<Integer> SQUEEZED = List.of(16, 16, 32, 32, 48, 48, 64, 64);

  /**
   * The differences between the versions.
   *
   * @param first the first convolution's filters
   * @param kernel its window
   * @param pooled the fire modules, from 0, that a pooling precedes
   */
  private record Version(int first, int kernel, List<Integer> pooled) {}

  private static final Version V10 = new Version(96, 7, List.of(0, 3, 7));
  private static final Version V11 = new Version(64, 3, List.of(0, 2, 4));

  private final Version version;
  private final ImageOptions options;

  private SqueezeNet(Version version, ImageOptions options) {
    this.version = version;
    this.options = options;
  }

  /** Version 1.0, the paper's, for images of 224×224 in three colours; dropout 0.5. */
  public static SqueezeNet version10() {
    return new SqueezeNet(V10, ImageOptions.imageNet(0.5));
  }

  /** Version 1.1 of the authors, which costs 2.4 times less; otherwise as 1.0. */
  public static SqueezeNet version11() {
    return new SqueezeNet(V11, ImageOptions.imageNet(0.5));
  }

  /** The standard SqueezeNet 1.0; 1,248,424 parameters for 1000 classes. */
  public static NetworkBuilder squeezenet10(int classes) {
    return version10().network(classes);
  }

  /** The standard SqueezeNet 1.1; 1,235,496 parameters for 1000 classes. */
  public static NetworkBuilder squeezenet11(int classes) {
    return version11().network(classes);
  }

  /** Both versions by torchvision's names. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return List.of(named("squeezenet1_0", version10()), named("squeezenet1_1", version11()));
    }

    private static NamedModel named(String name, SqueezeNet usual) {
      return usual.options.named(
          name, "Iandola et al. 2016", (o, n) -> new SqueezeNet(usual.version, o).network(n));
    }
  }

  /** Sets the size of the images. */
  public SqueezeNet input(int height, int width, int channels) {
    return new SqueezeNet(version, options.input(height, width, channels));
  }

  /** Multiplies all numbers of channels. */
  public SqueezeNet width(double factor) {
    return new SqueezeNet(version, options.width(factor));
  }

  /** Sets the rate of dropout before the last convolution; 0 removes the dropout. */
  public SqueezeNet dropout(double rate) {
    return new SqueezeNet(version, options.dropout(rate));
  }

  /** The fire modules without a head: from images to [13, 13, 512] for 224×224. */
  public NetworkBuilder features() {
    NetworkBuilder net = Network.builder(options.input());
    Numbered features = new Numbered(net, "features");
    int first = options.channels(version.first);
    features.add(started(new Conv2d(first, version.kernel).stride(2))).add(Activate.relu());
    for (int module = 0; module < SQUEEZED.size(); module++) {
      if (version.pooled.contains(module)) {
        features.add(new MaxPool2d(3).stride(2).ceilMode());
      }
      fire(net, features.takeName(), SQUEEZED.get(module));
    }
    return net;
  }

  /** The whole network, from images to logits [classes]. */
  public NetworkBuilder network(int classes) {
    NetworkBuilder net = features();
    new Numbered(net, "classifier")
        .dropout(options.dropout())
        .add(new Conv2d(classes, 1).initializer(Initializer.normal(0.01)).biasInitializer(ZERO))
        .add(Activate.relu())
        .add(new GlobalAveragePool());
    return net.add("flatten", new Flatten());
  }

  /** Adds a 1×1 convolution to few channels, then a 1×1 and a 3×3 convolution in parallel. */
  private void fire(NetworkBuilder net, String name, int squeezed) {
    int expanded = options.channels(4 * squeezed);
    Conv2d squeeze = new Conv2d(options.channels(squeezed), 1);
    String narrow = activated(net, name + ".squeeze", squeeze, net.last());
    String one = activated(net, name + ".expand1x1", new Conv2d(expanded, 1), narrow);
    String three = activated(net, name + ".expand3x3", new Conv2d(expanded, 3).padding(1), narrow);
    net.add(name, new Concat(), one, three);
  }

  private static String activated(NetworkBuilder net, String name, Conv2d layer, String source) {
    return net.add(name, started(layer), source).add(name + "_activation", Activate.relu()).last();
  }

  private static Conv2d started(Conv2d layer) {
    return layer.initializer(Initializer.heUniform()).biasInitializer(ZERO);
  }
}
