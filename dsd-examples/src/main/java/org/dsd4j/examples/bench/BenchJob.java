package org.dsd4j.examples.bench;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.models.ModelCatalogue;
import org.dsd4j.models.NamedModel;
import org.dsd4j.nn.NetworkBuilder;
import org.dsd4j.tensor.Shape;

/**
 * What is timed.
 *
 * @param model the network
 * @param batch the images in a step
 * @param size their height and width
 */
record BenchJob(NamedModel model, int batch, int size) {
  /** What is timed where nothing else is asked for. */
  static final List<String> DEFAULTS =
      List.of(
          "resnet50:16:224",
          "resnet18:16:224",
          "vgg16:8:224",
          "googlenet:16:224",
          "resnet20:128:32");

  /**
   * Reads {@code model:batch:size}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static BenchJob parse(String text) {
    ModelCatalogue catalogue = ModelCatalogue.load();
    String[] parts = text.split(":", -1);
    boolean readable =
        parts.length == 3
            && catalogue.names().contains(parts[0])
            && parts[1].matches("[1-9]\\d{0,5}")
            && parts[2].matches("[1-9]\\d{0,4}");
    Check.argument(
        readable,
        "job",
        "model:batch:size with a model of " + catalogue.names(),
        text,
        "write it like resnet50:16:224");
    return new BenchJob(
        catalogue.get(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }

  /** The network for square images of the size; heads that only help training are left out. */
  NetworkBuilder network() {
    Shape images = Shape.of(size, size, model.input().last());
    NetworkBuilder network = model.network(images, model.classes());
    return network.cutBehind(network.last());
  }
}
