package org.dsd4j.models;

import java.util.Optional;
import org.dsd4j.data.picture.Normalization;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

/**
 * A network that can be asked for by name.
 *
 * @param name in lower case; torchvision's where it has one: {@code vgg16_bn}
 * @param source who published it when, in a few words
 * @param input the shape of the images that it is usually given, [H, W, C]
 * @param classes how many classes it usually tells apart
 * @param pretrainedNormalization what pictures from 0 to 1 pass before they enter the network with
 *     weights that others published; empty if none are known
 * @param blueprint what builds it
 */
public record NamedModel(
    String name,
    String source,
    Shape input,
    int classes,
    Optional<Normalization> pretrainedNormalization,
    Blueprint blueprint) {
  /** A network of which no published weights are known. */
  public NamedModel(String name, String source, Shape input, int classes, Blueprint blueprint) {
    this(name, source, input, classes, Optional.empty(), blueprint);
  }

  /** The same network, whose published weights expect this normalisation. */
  public NamedModel pretrainedNormalization(Normalization normalization) {
    return new NamedModel(name, source, input, classes, Optional.of(normalization), blueprint);
  }

  /** What builds a network. */
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
   * @throws org.dsd4j.tensor.ShapeException if they are too small; the message names the layer
   */
  public NetworkBuilder network(Shape images, int classes) {
    return blueprint.network(images, classes);
  }
}
