package org.dsd4j.evaluate;

import java.util.Map;
import java.util.stream.IntStream;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Whether samples fit a network, asked before anything is computed.
 *
 * @hidden
 */
@Internal
public final class SampleShapes {
  private SampleShapes() {}

  /** Fails unless the network has one input, of the shape that the loader delivers. */
  public static void check(Network network, Dataset dataset, DataLoader loader) {
    Check.argument(
        network.inputShapes().size() == 1,
        "network for samples of " + dataset.name(),
        "one input",
        network.inputShapes().keySet(),
        "pass several inputs by network.begin(...) and setInput(...)");
    for (Map.Entry<String, Shape> input : network.inputShapes().entrySet()) {
      if (!fits(dataset, loader.featureShape(), input.getValue())) {
        throw new ShapeException(
            "samples of " + dataset.name(),
            "the shape " + input.getValue() + " of the network's input '" + input.getKey() + "'",
            loader.featureShape(),
            "build the network for this data or transform the data");
      }
    }
  }

  /** Fails where all samples to learn from are of one class: any network tells that one at once. */
  public static void checkClasses(Dataset training) {
    if (!ClassBalance.isOfClasses(training)) {
      return;
    }
    float first = training.target(0).array()[0];
    boolean several =
        IntStream.range(1, training.size()).anyMatch(i -> training.target(i).array()[0] != first);
    Check.argument(
        several,
        "classes of " + training.name(),
        "training samples of at least two",
        training.size() + " of '" + training.classNames().get((int) first) + "' alone",
        "add samples of other classes, or take a part by Dataset.drawn, not first");
  }

  /** Sequences may have more or fewer steps than the network was built for. */
  private static boolean fits(Dataset dataset, Shape samples, Shape input) {
    if (dataset.hasLengths() && samples.rank() == input.rank()) {
      return samples.withFirst(input.extent(0)).equals(input);
    }
    return samples.equals(input);
  }
}
