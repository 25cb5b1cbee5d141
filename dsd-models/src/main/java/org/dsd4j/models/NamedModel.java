package org.dsd4j.models;

import java.util.Optional;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

/**
 * A network with a name.
 *
 * @param name the name in lower case; torchvision's if it has one: {@code vgg16_bn}
 * @param source the authors and year of publication
 * @param input the shape of its usual images, [H, W, C]
 * @param classes its usual number of classes
 * @param pretrainedNormalization the normalisation of pictures from 0 to 1 that published weights
 *     expect; empty if there are none
 * @param blueprint builds it
 */
public record NamedModel(
    String name,
    String source,
    Shape input,
    int classes,
    Optional<Normalization> pretrainedNormalization,
    Blueprint blueprint) {
  /** A network without published weights. */
  public NamedModel(String name, String source, Shape input, int classes, Blueprint blueprint) {
    this(name, source, input, classes, Optional.empty(), blueprint);
  }

  /** The same network, whose published weights expect this normalisation. */
  public NamedModel pretrainedNormalization(Normalization normalization) {
    return new NamedModel(name, source, input, classes, Optional.of(normalization), blueprint);
  }

  /** Builds a network. */
  @FunctionalInterface
  public interface Blueprint {
    /** The network from images of this shape, [H, W, C], to logits of this many classes. */
    NetworkBuilder network(Shape input, int classes);
  }

  /** The network for its usual images. */
  public NetworkBuilder network(int classes) {
    return network(input, classes);
  }

  /**
   * The network for images of another shape, [H, W, C].
   *
   * @throws org.dsd4j.tensor.ShapeException if the images are too small; the message names the
   *     layer
   */
  public NetworkBuilder network(Shape images, int classes) {
    return blueprint.network(images, classes);
  }

  /** For example {@code resnet20, He et al. 2016}. */
  @Override
  public String toString() {
    return name + ", " + source;
  }
}
