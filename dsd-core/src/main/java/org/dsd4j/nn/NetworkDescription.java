package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.spec.LayerDescription;
import org.dsd4j.nn.spec.LayerKinds;
import org.dsd4j.tensor.Shape;

/**
 * A network's structure as plain values: archives store it, and {@link #builder} builds the same
 * network from it.
 *
 * @param inputs their shapes by name, without the batch, in order
 * @param nodes each after those that it reads
 * @param outputs the names of nodes, the main output first
 */
public record NetworkDescription(
    Map<String, Shape> inputs, List<NodeDescription> nodes, List<String> outputs) {
  /**
   * A layer in its place.
   *
   * @param name its name in the network
   * @param layer its kind and settings
   * @param sources the names of the nodes and inputs that it reads, in order
   */
  public record NodeDescription(String name, LayerDescription layer, List<String> sources) {
    /** Checks that there are sources. */
    public NodeDescription {
      sources = List.copyOf(sources);
      Check.argument(
          !sources.isEmpty(),
          "sources of layer '" + name + "'",
          "the names of its sources",
          "none",
          "name an input or a layer before it");
    }

    /** For example {@code fc1: Dense{bias=true, units=300} of input}. */
    @Override
    public String toString() {
      return name + ": " + layer + " of " + String.join(", ", sources);
    }
  }

  /** Copies the lists. */
  public NetworkDescription {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /** Describes a structure; see {@link NetworkStructure#description}. */
  static NetworkDescription of(NetworkGraph graph) {
    List<NodeDescription> nodes = new ArrayList<>();
    graph
        .nodes()
        .forEach(
            node -> {
              LayerDescription layer =
                  node.layer()
                      .description()
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  Check.message(
                                      "layer '" + node.name() + "' (" + node.layer() + ")",
                                      "a layer that describes itself",
                                      "none",
                                      "let its class override description()")));
              nodes.add(new NodeDescription(node.name(), layer, node.sources()));
            });
    return new NetworkDescription(graph.inputs(), nodes, List.copyOf(graph.outputs().keySet()));
  }

  /**
   * A builder of this network, without weights; it may be changed further.
   *
   * @param kinds the layers that may be made
   * @throws IllegalArgumentException if a layer cannot be made, or does not fit in its place; the
   *     message names it
   */
  public NetworkBuilder builder(LayerKinds kinds) {
    NetworkBuilder builder = Network.builder();
    inputs.forEach(builder::input);
    for (NodeDescription node : nodes) {
      try {
        builder.add(node.name(), kinds.make(node.layer()), node.sources().toArray(String[]::new));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            Check.message(
                "layer '" + node.name() + "' (" + node.layer() + ")",
                "sizes that can be computed with",
                String.valueOf(e.getMessage()),
                "reduce them"),
            e);
      }
    }
    return builder.outputs(outputs.toArray(String[]::new));
  }

  /** A line for each input and layer, and one for the outputs. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    inputs.forEach((name, shape) -> lines.append(name).append(' ').append(shape).append('\n'));
    nodes.forEach(node -> lines.append(node).append('\n'));
    return lines.append("outputs ").append(String.join(", ", outputs)).toString();
  }
}
