package org.dsd4j.models.vision;

import com.google.auto.service.AutoService;
import java.util.List;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelFamily;
import org.dsd4j.models.NamedModel;
import org.dsd4j.models.vision.GoogLeNetBlocks.Inception;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.AdaptiveAveragePool2d;
import org.dsd4j.nn.layer.conv.AveragePool2d;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.GlobalAveragePool;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.LocalResponseNorm;
import org.dsd4j.nn.spec.Layer;

/**
 * GoogLeNet (Szegedy et al., "Going deeper with convolutions", 2015), in torchvision's form, with
 * batch normalisation, or in the paper's, with local response normalisation. Its outputs are
 * logits.
 *
 * <p>Two auxiliary heads are further outputs, {@link #AUX1} and {@link #AUX2}. They help training,
 * with losses weighted by {@link #AUX_WEIGHT}, and are not needed afterwards:
 *
 * <pre>{@code
 * Trainer.builder()
 *     .network(GoogLeNet.googlenet(1000).build(Seed.of(42)))
 *     .loss(new SoftmaxCrossEntropy())
 *     .loss(GoogLeNet.AUX1, new SoftmaxCrossEntropy(), GoogLeNet.AUX_WEIGHT)
 *     .loss(GoogLeNet.AUX2, new SoftmaxCrossEntropy(), GoogLeNet.AUX_WEIGHT)
 * }</pre>
 *
 * <p>Names of layers and the initialisation of weights are torchvision's, whose 5×5 branch actually
 * has 3×3 convolutions; the paper's form is initialised as in Caffe. Torchvision's pretrained
 * weights expect pictures normalised by {@link #pretrainedNormalization}, not by ImageNet's
 * constants.
 */
public final class GoogLeNet {
  /** The output of the first auxiliary head. */
  public static final String AUX1 = "aux1.fc2";

  /** The output of the second auxiliary head. */
  public static final String AUX2 = "aux2.fc2";

  /** The weight of each auxiliary head's loss relative to the main one. */
  public static final double AUX_WEIGHT = 0.3;

  private static final Normalization PRETRAINED =
      Normalization.of(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f});

  private static final double AUX_DROPOUT = 0.7;
  private static final int AUX_CHANNELS = 128;
  private static final int AUX_HIDDEN = 1024;

  private final boolean original;
  private final boolean auxiliaries;
  private final double auxiliaryDropout;
  private final ImageOptions options;
  private final GoogLeNetBlocks blocks;

  private GoogLeNet(
      boolean original, boolean auxiliaries, double auxiliaryDropout, ImageOptions options) {
    this.original = original;
    this.auxiliaries = auxiliaries;
    this.auxiliaryDropout = auxiliaryDropout;
    this.options = options;
    this.blocks = new GoogLeNetBlocks(original, options);
  }

  /** Torchvision's network, for images of 224×224: batch norm, dropout 0.2 and 0.7. */
  public static GoogLeNet torchvision() {
    return new GoogLeNet(false, true, AUX_DROPOUT, ImageOptions.imageNet(0.2));
  }

  /** The paper's network, for images of 224×224: local response norm, dropout 0.4 and 0.7. */
  public static GoogLeNet original() {
    return new GoogLeNet(true, true, AUX_DROPOUT, ImageOptions.imageNet(0.4));
  }

  /**
   * The normalisation that torchvision's pretrained weights expect: mean 0.5 and deviation 0.5 of
   * each channel. In torchvision, pictures are normalised by ImageNet's constants, which the
   * pretrained network's first step, {@code transform_input}, converts to this. The network here
   * has no such step.
   */
  public static Normalization pretrainedNormalization() {
    return PRETRAINED;
  }

  /** Torchvision's standard network; 13,004,888 parameters for 1000 classes. */
  public static NetworkBuilder googlenet(int classes) {
    return torchvision().network(classes);
  }

  /** The paper's standard network; 13,378,280 parameters for 1000 classes. */
  public static NetworkBuilder googlenetOriginal(int classes) {
    return original().network(classes);
  }

  /** Both networks with their auxiliary heads; torchvision's has its name there. */
  @AutoService(ModelFamily.class)
  public static final class Family implements ModelFamily {
    @Override
    public List<NamedModel> models() {
      return List.of(
          named("googlenet", torchvision()).pretrainedNormalization(PRETRAINED),
          named("googlenet_original", original()));
    }

    private static NamedModel named(String name, GoogLeNet usual) {
      return usual.options.named(
          name,
          "Szegedy et al. 2015",
          (o, n) ->
              new GoogLeNet(usual.original, usual.auxiliaries, usual.auxiliaryDropout, o)
                  .network(n));
    }
  }

  /** Removes the auxiliary heads. */
  public GoogLeNet withoutAuxiliaries() {
    return new GoogLeNet(original, false, auxiliaryDropout, options);
  }

  /** Sets the size of the images. */
  public GoogLeNet input(int height, int width, int channels) {
    ImageOptions changed = options.input(height, width, channels);
    return new GoogLeNet(original, auxiliaries, auxiliaryDropout, changed);
  }

  /** Multiplies all numbers of channels and hidden units. */
  public GoogLeNet width(double factor) {
    return new GoogLeNet(original, auxiliaries, auxiliaryDropout, options.width(factor));
  }

  /** Sets the rate of dropout before the last layer; 0 removes the dropout. */
  public GoogLeNet dropout(double rate) {
    return new GoogLeNet(original, auxiliaries, auxiliaryDropout, options.dropout(rate));
  }

  /**
   * Sets the rate of dropout before the last layer of the auxiliary heads; 0 removes the dropout.
   */
  public GoogLeNet auxiliaryDropout(double rate) {
    Check.fraction("dropout rate", rate);
    return new GoogLeNet(original, auxiliaries, rate, options);
  }

  /** The inception modules without any head: from images to [7, 7, 1024] for 224×224. */
  public NetworkBuilder features() {
    NetworkBuilder net = Network.builder(options.input());
    start(net);
    blocks.inception(net, "inception3a", new Inception(64, 96, 128, 16, 32, 32));
    blocks.inception(net, "inception3b", new Inception(128, 128, 192, 32, 96, 64));
    net.add("maxpool3", halving(3));
    blocks.inception(net, "inception4a", new Inception(192, 96, 208, 16, 48, 64));
    blocks.inception(net, "inception4b", new Inception(160, 112, 224, 24, 64, 64));
    blocks.inception(net, "inception4c", new Inception(128, 128, 256, 24, 64, 64));
    blocks.inception(net, "inception4d", new Inception(112, 144, 288, 32, 64, 64));
    blocks.inception(net, "inception4e", new Inception(256, 160, 320, 32, 128, 128));
    net.add("maxpool4", halving(original ? 3 : 2));
    blocks.inception(net, "inception5a", new Inception(256, 160, 320, 32, 128, 128));
    blocks.inception(net, "inception5b", new Inception(384, 192, 384, 48, 128, 128));
    return net;
  }

  /** The whole network, from images to logits [classes], including the auxiliary heads. */
  public NetworkBuilder network(int classes) {
    NetworkBuilder net = features();
    String body = net.last();
    if (auxiliaries) {
      auxiliary(net, "aux1", classes, "inception4a");
      auxiliary(net, "aux2", classes, "inception4d");
    }
    net.add("avgpool", new GlobalAveragePool(), body).add("flatten", new Flatten());
    drop(net, "dropout", options.dropout());
    net.add("fc", blocks.classifier(classes));
    return auxiliaries ? net.outputs("fc", AUX1, AUX2) : net;
  }

  private void start(NetworkBuilder net) {
    Conv2d first = new Conv2d(options.channels(64), 7).stride(2).padding(3);
    blocks.convolution(net, "conv1", first, net.last());
    net.add("maxpool1", halving(3));
    if (original) {
      net.add("norm1", new LocalResponseNorm(5));
    }
    blocks.convolution(net, "conv2", new Conv2d(options.channels(64), 1), net.last());
    Conv2d third = new Conv2d(options.channels(192), 3).padding(1);
    blocks.convolution(net, "conv3", third, net.last());
    if (original) {
      net.add("norm2", new LocalResponseNorm(5));
    }
    net.add("maxpool2", halving(3));
  }

  private void auxiliary(NetworkBuilder net, String name, int classes, String source) {
    Layer pool =
        original ? new AveragePool2d(5).stride(3).ceilMode() : new AdaptiveAveragePool2d(4);
    net.add(name + ".avgpool", pool, source);
    Conv2d narrow = new Conv2d(options.channels(AUX_CHANNELS), 1);
    blocks.convolution(net, name + ".conv", narrow, net.last());
    net.add(name + ".flatten", new Flatten())
        .add(name + ".fc1", blocks.hidden(options.channels(AUX_HIDDEN)))
        .add(name + ".relu", Activate.relu());
    drop(net, name + ".dropout", auxiliaryDropout);
    net.add(name + ".fc2", blocks.classifier(classes));
  }

  private static Layer halving(int kernel) {
    return new MaxPool2d(kernel).stride(2).ceilMode();
  }

  private static void drop(NetworkBuilder net, String name, double rate) {
    if (rate > 0) {
      net.add(name, new Dropout(rate));
    }
  }
}
