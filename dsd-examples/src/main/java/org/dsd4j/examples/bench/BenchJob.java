package org.dsd4j.examples.bench;

import java.util.List;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

/**
 * A configuration to time.
 *
 * @param model the name of the network, one of the catalogue for images or a {@link SequenceModel}
 * @param batch the images or sequences in a step of training
 * @param size the height and width of the images, or the steps of the sequences
 */
record BenchJob(String model, int batch, int size) {
  /** The default configurations. */
  static final List<String> DEFAULTS =
      List.of(
          "resnet50:16:224",
          "resnet18:16:224",
          "vgg16:8:224",
          "googlenet:16:224",
          "resnet20:128:32",
          "lstm:32:50");

  private static final int RANK_OF_IMAGES = 3;

  /**
   * Reads {@code model:batch:size}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  static BenchJob parse(String text) {
    List<String> models =
        Stream.concat(
                ModelCatalogue.load().models().stream()
                    .filter(named -> named.input().rank() == RANK_OF_IMAGES)
                    .map(NamedModel::name),
                SequenceModel.names().stream())
            .toList();
    String[] parts = text.split(":", -1);
    boolean readable =
        parts.length == 3
            && models.contains(parts[0])
            && parts[1].matches("[1-9]\\d{0,5}")
            && parts[2].matches("[1-9]\\d{0,4}");
    Check.argument(
        readable,
        "job",
        "model:batch:size with a model of " + models,
        text,
        "write it like resnet50:16:224");
    return new BenchJob(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  private boolean isOfSequences() {
    return SequenceModel.names().contains(model);
  }

  /**
   * The network for square images of this size, without auxiliary heads, or for sequences of this
   * many steps.
   */
  NetworkBuilder network() {
    if (isOfSequences()) {
      return SequenceModel.network(model, size);
    }
    NamedModel named = ModelCatalogue.load().get(model);
    Shape images = Shape.of(size, size, named.input().last());
    NetworkBuilder network = named.network(images, named.classes());
    return network.cutBehind(network.last());
  }

  /** The number of images, or of steps of sequences, in a training step. */
  long samples() {
    return isOfSequences() ? (long) batch * size : batch;
  }
}
