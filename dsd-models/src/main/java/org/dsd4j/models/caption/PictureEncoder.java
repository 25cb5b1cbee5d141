package org.dsd4j.models.caption;

import org.dsd4j.internal.Check;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.nn.layer.Activate;
import org.dsd4j.nn.layer.Dense;
import org.dsd4j.nn.layer.Dropout;
import org.dsd4j.nn.layer.Flatten;
import org.dsd4j.nn.layer.conv.Conv2d;
import org.dsd4j.nn.layer.conv.MaxPool2d;
import org.dsd4j.nn.layer.norm.BatchNorm;
import org.dsd4j.tensor.Shape;

/**
 * A small convolutional network that learns to recognise the contents of pictures. Its last hidden
 * layer then gives the features for a {@link NeuralTalk}, in place of a network trained on
 * ImageNet.
 *
 * <p>Each stage is a convolution of 3×3 with batch normalisation and ReLU, and a pooling that
 * halves the picture; the first has 16 channels and each further one twice as many. A hidden dense
 * layer and one for the logits follow.
 */
public final class PictureEncoder {
  /** The layer whose outputs are a picture's features. */
  public static final String FEATURES = "features";

  private static final int CHANNELS = 16;
  private static final int KERNEL = 3;

  private final Shape picture;
  private final int stages;
  private final int features;
  private final double dropout;

  private PictureEncoder(Shape picture, int stages, int features, double dropout) {
    this.picture = picture;
    this.stages = Check.positive("stages", stages);
    this.features = Check.positive("features", features);
    this.dropout = Check.fraction("dropout", dropout);
  }

  /**
   * A network with 128 features and without dropout.
   *
   * @param picture the shape of pictures, [H, W, C]
   * @param stages the number of stages, each of which halves the picture
   */
  public static PictureEncoder of(Shape picture, int stages) {
    return new PictureEncoder(picture, stages, 128, 0);
  }

  /** Sets the number of features of a picture. */
  public PictureEncoder features(int numbers) {
    return new PictureEncoder(picture, stages, numbers, dropout);
  }

  /** Sets the rate of dropout of the hidden layer's inputs and outputs. */
  public PictureEncoder dropout(double rate) {
    return new PictureEncoder(picture, stages, features, rate);
  }

  /** The network, from pictures to this number of logits. */
  public NetworkBuilder network(int logits) {
    NetworkBuilder net = Network.builder(picture);
    for (int stage = 1; stage <= stages; stage++) {
      net.add("conv" + stage, new Conv2d(CHANNELS << (stage - 1), KERNEL).padding(1))
          .add("bn" + stage, new BatchNorm())
          .add("relu" + stage, Activate.relu())
          .add("pool" + stage, new MaxPool2d(2));
    }
    net.add("flatten", new Flatten());
    dropped(net, "dropout1");
    net.add("hidden", new Dense(features)).add(FEATURES, Activate.relu());
    dropped(net, "dropout2");
    return net.add("labels", new Dense(logits));
  }

  private void dropped(NetworkBuilder net, String name) {
    if (dropout > 0) {
      net.add(name, new Dropout(dropout));
    }
  }
}
