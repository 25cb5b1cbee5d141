package org.dsd4j.evaluate;

import java.util.Objects;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;

/**
 * Whether targets fit what a network gives out, asked before anything is computed.
 *
 * @hidden
 */
@Internal
public final class SampleTargets {
  private SampleTargets() {}

  /** Looks at the target of one sample. */
  @FunctionalInterface
  public interface TargetCheck {
    /**
     * Looks at a target.
     *
     * @param outputs the shapes of the network's outputs for this sample, without padding
     * @throws IllegalArgumentException if it does not fit
     */
    void check(Outputs outputs, Values target);
  }

  /** The shapes of a network's outputs for one sample, by name. */
  @FunctionalInterface
  public interface Outputs {
    /** The shape of the output of this name. */
    Shape of(String output);
  }

  /**
   * Checks every target of a data set.
   *
   * @throws IllegalArgumentException if one does not fit; the message names the sample
   */
  public static void check(Network network, Dataset dataset, TargetCheck check) {
    for (int i = 0; i < dataset.size(); i++) {
      int index = i;
      // Asked for once: a target that a transform makes takes a whole sample.
      Values target = dataset.target(i);
      try {
        check.check(output -> shape(network, output, dataset, index), target);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(dataset.describe(i) + ": " + e.getMessage(), e);
      }
    }
  }

  private static Shape shape(Network network, String output, Dataset dataset, int index) {
    return dataset.hasLengths()
        ? network.outputShape(output, dataset.length(index))
        : Objects.requireNonNull(network.outputShapes().get(output));
  }
}
