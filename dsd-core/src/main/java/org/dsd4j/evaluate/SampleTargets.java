package org.dsd4j.evaluate;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Internal;
import org.dsd4j.loss.Loss;
import org.dsd4j.metric.Metric;
import org.dsd4j.nn.Network;
import org.dsd4j.tensor.Shape;

/**
 * Checks that targets fit a network's outputs, before anything is computed.
 *
 * @hidden
 */
@Internal
public final class SampleTargets {
  private SampleTargets() {}

  /** One sample: the shapes of its outputs, and its targets. */
  public static final class OneSample {
    private final Network network;
    private final Map<String, Values> targets;
    private final Map<String, Integer> lengths;

    private OneSample(Network network, Map<String, Values> targets, Map<String, Integer> lengths) {
      this.network = network;
      this.targets = targets;
      this.lengths = lengths;
    }

    /** The shape of the output of this name, without padding. */
    public Shape output(String output) {
      return network.outputShape(output, lengths);
    }

    /** The target that an output is compared with. */
    public Values target(Matching.Compared compared) {
      return Objects.requireNonNull(targets.get(compared.targetIn(targets.keySet())));
    }

    /** Checks the target of a loss. */
    public void check(Loss loss, Matching.Compared compared) {
      loss.checkTarget(output(compared.output()), target(compared));
    }

    /** Checks the target of a metric. */
    public void check(Metric metric, Matching.Compared main) {
      Matching.Compared compared = main.by(metric);
      metric.checkTarget(output(compared.output()), target(compared));
    }
  }

  /**
   * Checks every target of a data set.
   *
   * @param check fails if a target of a sample does not fit
   * @throws IllegalArgumentException if one does not fit; the message names the sample
   */
  public static void check(Network network, Dataset dataset, Consumer<OneSample> check) {
    Map<String, String> sequences = sequences(network, dataset.spec());
    for (int i = 0; i < dataset.size(); i++) {
      Map<String, Integer> lengths = new HashMap<>();
      for (Map.Entry<String, String> input : sequences.entrySet()) {
        lengths.put(input.getKey(), dataset.length(i, input.getValue()));
      }
      // Read once: a target that a transform makes needs the whole sample.
      OneSample sample = new OneSample(network, dataset.targets(i), lengths);
      try {
        check.accept(sample);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(dataset.describe(i) + ": " + e.getMessage(), e);
      }
    }
  }

  /** The names, in the data, of those of a network's inputs that are sequences. */
  private static Map<String, String> sequences(Network network, SampleSpec spec) {
    Map<String, String> names =
        Matching.inputs(network.inputShapes().keySet(), spec.inputs().keySet());
    names.values().removeIf(name -> !Objects.requireNonNull(spec.inputs().get(name)).isSequence());
    return names;
  }
}
