package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
import java.util.List;
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

/**
 * AlexNet on one device (Krizhevsky, "One weird trick for parallelizing convolutional neural
 * networks", 2014), equal to torchvision's in its layers, their names and the initialisation of
 * weights. Its outputs are logits.
 *
 * <pre>{@code
 * AlexNet.alexnet(1000)                                        // images [224, 224, 3]
 * new AlexNet().input(64, 64, 3).width(0.5).dropout(0).network(10)
 * }</pre>
 */
public final class AlexNet {
  private final ImageOptions options;

  /** A network for images of 224×224 in three colours, with dropout 0.5. */
  public AlexNet() {
    this(ImageOptions.imageNet(0.5));
  }

  private AlexNet(ImageOptions options) {
    this.options = options;
  }

  /** The standard AlexNet; 61,100,840 parameters for 1000 classes. */
  public static NetworkBuilder alexnet(int classes) {
    return new AlexNet().network(classes);
  }

  /** AlexNet by torchvision's name. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      ImageOptions usual = new AlexNet().options;
      return List.of(
          usual.named("alexnet", "Krizhevsky 2014", (o, n) -> new AlexNet(o).network(n)));
    }
  }

  /** Sets the size of the images. */
  public AlexNet input(int height, int width, int channels) {
    return new AlexNet(options.input(height, width, channels));
  }

  /** Multiplies all numbers of channels and hidden units. */
  public AlexNet width(double factor) {
    return new AlexNet(options.width(factor));
  }

  /** Sets the rate of dropout before both hidden dense layers; 0 removes the dropout. */
  public AlexNet dropout(double rate) {
    return new AlexNet(options.dropout(rate));
  }

  /** The convolutions without a head: from images to [6, 6, 256] for 224×224. */
  public NetworkBuilder features() {
    NetworkBuilder net = Network.builder(options.input());
    new Numbered(net, "features")
        .add(new Conv2d(options.channels(64), 11).stride(4).padding(2))
        .add(Activate.relu())
        .add(new MaxPool2d(3).stride(2))
        .add(new Conv2d(options.channels(192), 5).padding(2))
        .add(Activate.relu())
        .add(new MaxPool2d(3).stride(2))
        .add(new Conv2d(options.channels(384), 3).padding(1))
        .add(Activate.relu())
        .add(new Conv2d(options.channels(256), 3).padding(1))
        .add(Activate.relu())
        .add(new Conv2d(options.channels(256), 3).padding(1))
        .add(Activate.relu())
        .add(new MaxPool2d(3).stride(2));
    return net;
  }

  /** The whole network, from images to logits [classes]. */
  public NetworkBuilder network(int classes) {
    NetworkBuilder net =
        features().add("avgpool", new AdaptiveAveragePool2d(6)).add("flatten", new Flatten());
    new Numbered(net, "classifier")
        .dropout(options.dropout())
        .add(new Dense(options.channels(4096)))
        .add(Activate.relu())
        .dropout(options.dropout())
        .add(new Dense(options.channels(4096)))
        .add(Activate.relu())
        .add(new Dense(classes));
    return net;
  }
}
