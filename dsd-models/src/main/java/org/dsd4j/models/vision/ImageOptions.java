package org.dsd4j.models.vision;

import org.dsd4j.datasets.pictures.ImageNet;
import org.dsd4j.internal.Check;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

/**
 * The options of all networks for images, with checks.
 *
 * @param input the shape of an image, [H, W, C]
 * @param width the factor of all numbers of channels and hidden units
 * @param dropout the rate of dropout in the head
 */
record ImageOptions(Shape input, double width, double dropout) {
  /** The number of classes of ImageNet. */
  static final int IMAGENET_CLASSES = 1000;

  private static final Shape IMAGENET = Shape.of(224, 224, 3);

  /** Images of 224×224 in three colours and the width of the paper. */
  static ImageOptions imageNet(double dropout) {
    return new ImageOptions(IMAGENET, 1, dropout);
  }

  ImageOptions input(int height, int width, int channels) {
    return input(Shape.of(height, width, channels));
  }

  private ImageOptions input(Shape images) {
    return new ImageOptions(images, width, dropout);
  }

  ImageOptions width(double factor) {
    return new ImageOptions(input, Check.positive("width", factor), dropout);
  }

  ImageOptions dropout(double rate) {
    return new ImageOptions(input, width, Check.fraction("dropout rate", rate));
  }

  /** The number of channels at this width where the paper has {@code usual}. */
  int channels(int usual) {
    return Math.max(1, Math.toIntExact(Math.round(usual * width)));
  }

  /** A network for ImageNet with these options, by name. */
  NamedModel named(String name, String source, Building network) {
    return named(name, source, IMAGENET_CLASSES, network);
  }

  /** A network with these options, by name; weights for ImageNet expect its constants. */
  NamedModel named(String name, String source, int classes, Building network) {
    NamedModel model =
        new NamedModel(name, source, input, classes, (images, n) -> network.of(input(images), n));
    return classes == IMAGENET_CLASSES
        ? model.pretrainedNormalization(ImageNet.normalization())
        : model;
  }

  /** Builds a network from its options. */
  @FunctionalInterface
  interface Building {
    NetworkBuilder of(ImageOptions options, int classes);
  }
}
