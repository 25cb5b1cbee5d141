package org.dsd4j.evaluate;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.dsd4j.data.Dataset;
import org.dsd4j.data.Sample;
import org.dsd4j.data.SampleSpec;
import org.dsd4j.data.Transform;
import org.dsd4j.data.ValuesSpec;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.tensor.Seed;

/**
 * Checks that indices, such as numbers of words, are within the table of the layer that reads them,
 * before anything is computed.
 *
 * <p>Samples are read only if that is not certain: if the data set does not say how many indices
 * there are, or more than the table has rows.
 *
 * @hidden
 */
@Internal
public final class SampleIndices {
  private static final Seed SEED = Seed.of(0).derive("indices");

  private SampleIndices() {}

  /**
   * Checks the indices of all samples.
   *
   * @param spec the samples after the transform
   * @throws IllegalArgumentException if one is outside of a table; the message names the sample
   */
  public static void check(Network network, Dataset dataset, Transform transform, SampleSpec spec) {
    Matching.inputs(network.inputShapes().keySet(), spec.inputs().keySet())
        .forEach(
            (input, ofData) -> {
              OptionalInt rows = rows(network, input);
              ValuesSpec values = Objects.requireNonNull(spec.inputs().get(ofData));
              if (rows.isPresent()
                  && values.indices().orElse(Integer.MAX_VALUE) > rows.getAsInt()) {
                check(dataset, transform, ofData, rows.getAsInt());
              }
            });
  }

  /** The rows of the smallest table that is read by an input of the network. */
  private static OptionalInt rows(Network network, String input) {
    return network.nodes().stream()
        .filter(node -> node.sources().contains(input))
        .map(Node::layer)
        .flatMapToInt(layer -> layer.indices().stream())
        .min();
  }

  private static void check(Dataset dataset, Transform transform, String input, int rows) {
    for (int i = 0; i < dataset.size(); i++) {
      RandomGenerator random = SEED.derive(i).stream();
      Sample sample = transform.apply(dataset.sample(i, random), random);
      float[] values = sample.input(input).array();
      for (int position = 0; position < values.length; position++) {
        float value = values[position];
        // Check.argument would build a message for each of millions of values.
        if (value != (int) value || value < Dataset.NO_TARGET || value >= rows) {
          throw new IllegalArgumentException(
              Check.message(
                  String.format(
                      Locale.ROOT, "%s, index %d of '%s'", dataset.describe(i), position, input),
                  String.format(
                      Locale.ROOT,
                      "a whole number from 0 to %d, or %d for none",
                      rows - 1,
                      Dataset.NO_TARGET),
                  value,
                  "number words by the vocabulary that the network is built for"));
        }
      }
    }
  }
}
