package org.dsd4j.evaluate;

import java.util.Map;
import java.util.Objects;
import org.dsd4j.data.ClassBalance;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.data.load.DataLoader;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * Checks that samples fit a network, before anything is computed.
 *
 * @hidden
 */
@Internal
public final class SampleShapes {
  private SampleShapes() {}

  /**
   * Fails unless the loader delivers values for the network's inputs, by name and shape.
   *
   * @throws IllegalArgumentException if there are more inputs, fewer or others
   * @throws ShapeException if one has another shape
   */
  public static void check(Network network, Dataset dataset, DataLoader loader) {
    Map<String, ValuesSpec> inputs = loader.spec().inputs();
    Matching.inputs(network.inputShapes().keySet(), inputs.keySet())
        .forEach(
            (name, ofData) ->
                check(
                    dataset,
                    name,
                    Objects.requireNonNull(network.inputShapes().get(name)),
                    Objects.requireNonNull(inputs.get(ofData))));
  }

  private static void check(Dataset dataset, String name, Shape input, ValuesSpec samples) {
    if (!fits(samples, input)) {
      throw new ShapeException(
          "samples of " + dataset.name(),
          "the shape " + input + " of the network's input '" + name + "'",
          samples.shape(),
          "build the network for this data or transform the data");
    }
  }

  /** Fails if all training samples are of one class, which leaves nothing to learn. */
  public static void checkClasses(Dataset training) {
    if (!ClassBalance.isOfClasses(training)) {
      return;
    }
    int first = ClassBalance.labels(training).iterator().nextInt();
    boolean several = ClassBalance.labels(training).anyMatch(label -> label != first);
    Check.argument(
        several,
        "classes of " + training.name(),
        "training samples of at least two",
        training.size() + " of '" + training.classNames().get(first) + "' alone",
        "add samples of other classes, or take a part by Dataset.drawn, not first");
  }

  /** Sequences may have more or fewer steps than the network was built for. */
  private static boolean fits(ValuesSpec samples, Shape input) {
    Shape shape = samples.shape();
    boolean mayDiffer = samples.isSequence() && shape.rank() == input.rank();
    return (mayDiffer ? shape.withFirst(input.extent(0)) : shape).equals(input);
  }
}
