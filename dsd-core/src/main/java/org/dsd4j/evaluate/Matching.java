package org.dsd4j.evaluate;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.data.Sample;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.metric.Metric;

/**
 * Matches inputs and targets of a data set with inputs and outputs of a network, by name. A single
 * unnamed input matches the only input of a network, and a single unnamed target every output.
 *
 * @hidden
 */
@Internal
public final class Matching {
  private Matching() {}

  /**
   * An output and the target that it is compared with.
   *
   * @param output the output's name
   * @param target the target's name, if it is not the output's
   */
  public record Compared(String output, Optional<String> target) {
    /** The output and target that a metric compares, if this is the main output. */
    public Compared by(Metric metric) {
      Optional<String> of = metric.output();
      return new Compared(
          of.orElse(output), metric.target().or(() -> of.isEmpty() ? target : Optional.empty()));
    }

    /**
     * The name of the target in a data set.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public String targetIn(Set<String> ofData) {
      return Matching.target(output, target, ofData);
    }
  }

  /**
   * The name in the data of each of a network's inputs, in their order.
   *
   * @throws IllegalArgumentException if the data has more inputs, or fewer
   */
  public static Map<String, String> inputs(Collection<String> ofNetwork, Set<String> ofData) {
    Map<String, String> names = new LinkedHashMap<>();
    if (ofData.equals(Set.of(Sample.FEATURES))) {
      Check.argument(
          ofNetwork.size() == 1,
          "network for samples of one input",
          "one input",
          ofNetwork,
          "give the samples inputs of these names");
      names.put(ofNetwork.iterator().next(), Sample.FEATURES);
      return names;
    }
    for (String name : ofNetwork) {
      Check.argument(
          ofData.contains(name),
          "inputs of samples",
          "those of the network, " + ofNetwork,
          ofData + " without '" + name + "'",
          "call the inputs of the data set as those of the network");
      names.put(name, name);
    }
    for (String name : ofData) {
      Check.argument(
          names.containsKey(name),
          "inputs of samples",
          "those of the network, " + ofNetwork,
          "'" + name + "' as well",
          "leave it out by dataset.map((sample, random) -> sample.keepingInputs(...))");
    }
    return names;
  }

  private static String target(String output, Optional<String> named, Set<String> ofData) {
    if (named.isEmpty() && ofData.equals(Set.of(Sample.TARGET))) {
      return Sample.TARGET;
    }
    String name = named.orElse(output);
    Check.argument(
        ofData.contains(name),
        "target for output '" + output + "'",
        "one of those of the data set, " + ofData,
        name,
        "call the target as the output, or say which one it is");
    return name;
  }
}
