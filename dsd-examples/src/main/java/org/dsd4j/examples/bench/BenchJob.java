package org.dsd4j.examples.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.dsd4j.internal.Check;

/**
 * What is timed.
 *
 * @param model the network
 * @param batch the images in a step
 * @param size their height and width
 */
record BenchJob(BenchModel model, int batch, int size) {
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
    List<String> models = Arrays.stream(BenchModel.values()).map(BenchModel::toString).toList();
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
    BenchModel model = BenchModel.valueOf(parts[0].toUpperCase(Locale.ROOT));
    return new BenchJob(model, Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
  }
}
