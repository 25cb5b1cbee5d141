package org.dsd4j.nn.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;

/**
 * The checked structure of a network, as built by {@link org.dsd4j.nn.NetworkBuilder}.
 *
 * @param inputs shapes by name, in order
 * @param nodes each after its sources
 * @param outputs shapes by node name, in order
 * @hidden
 */
@Internal
public record NetworkGraph(
    Map<String, Shape> inputs, List<Node> nodes, Map<String, Shape> outputs) {
  public NetworkGraph {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    nodes = List.copyOf(nodes);
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** The number of trainable elements. */
  public long parameterCount() {
    return nodes.stream().mapToLong(Node::parameterCount).sum();
  }

  /** The multiply-adds of one sample; see {@link Layer#multiplyAdds}. */
  public long multiplyAdds() {
    return nodes.stream().mapToLong(Node::multiplyAdds).sum();
  }

  /** The multiply-adds of a training step, per sample; the network's inputs need no gradients. */
  public long trainingMultiplyAdds() {
    return nodes.stream()
        .mapToLong(
            node ->
                3 * node.multiplyAdds()
                    - (inputs.keySet().containsAll(node.sources())
                        ? node.multiplyAddsOfInputs()
                        : 0))
        .sum();
  }

  /** See {@link org.dsd4j.nn.Network#outputShape(String, Map)}. */
  public Shape outputShape(String output, Map<String, Integer> inputLengths) {
    Shape whole = outputs().get(output);
    if (whole == null) {
      throw new IllegalArgumentException(
          Check.message(
              "output", "one of " + outputs().keySet(), output, "name an output of the network"));
    }
    OptionalInt length = outputLength(output, inputLengths);
    return length.isPresent() ? whole.withFirst(length.getAsInt()) : whole;
  }

  /**
   * How many steps of an output are real for these lengths of inputs; empty if it is no sequence.
   */
  private OptionalInt outputLength(String output, Map<String, Integer> inputLengths) {
    Map<String, OptionalInt> lengths = new HashMap<>();
    inputLengths.forEach((input, length) -> lengths.put(input, OptionalInt.of(length)));
    for (Node node : nodes) {
      OptionalInt before = lengths.getOrDefault(node.sequenceSource(), OptionalInt.empty());
      boolean ended = before.isEmpty() || node.layer().endsSequences();
      lengths.put(
          node.name(),
          ended
              ? OptionalInt.empty()
              : OptionalInt.of(node.layer().outputLength(before.getAsInt())));
    }
    return lengths.getOrDefault(output, OptionalInt.empty());
  }

  /** The names of the nodes, in order. */
  List<String> nodeNames() {
    return nodes.stream().map(Node::name).toList();
  }

  /**
   * The graph of this node, as its only output, and all that it depends on.
   *
   * @throws IllegalArgumentException if there is no such node; the message lists the names
   */
  public NetworkGraph upTo(String name) {
    return upTo(List.of(name));
  }

  /** The same of several nodes, which become the outputs in this order. */
  public NetworkGraph upTo(List<String> names) {
    Map<String, Shape> found = new HashMap<>();
    Set<String> needed = new HashSet<>(names);
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (needed.contains(node.name())) {
        found.put(node.name(), node.outputShape());
        needed.addAll(node.sources());
        kept.add(node);
      }
    }
    Map<String, Shape> output = new LinkedHashMap<>();
    for (String name : names) {
      checkNode(name, found.containsKey(name));
      output.put(name, Objects.requireNonNull(found.get(name)));
    }
    Collections.reverse(kept);
    Map<String, Shape> read = new LinkedHashMap<>(inputs);
    read.keySet().retainAll(needed);
    return new NetworkGraph(read, kept, output);
  }

  private void checkNode(String name, boolean found) {
    Check.argument(found, "layer", "one of " + nodeNames(), name, "name a layer of the network");
  }

  /**
   * This node and all that depend on it. Its inputs are what these read beside each other, and its
   * outputs those that are among them.
   *
   * @throws IllegalArgumentException if there is no such node; the message lists the names
   */
  public NetworkGraph dependingOn(String name) {
    checkNode(name, nodeNames().contains(name));
    Set<String> changed = new HashSet<>();
    List<Node> kept = new ArrayList<>();
    Map<String, Shape> read = new LinkedHashMap<>();
    for (Node node : nodes) {
      if (node.name().equals(name) || !Collections.disjoint(node.sources(), changed)) {
        changed.add(node.name());
        kept.add(node);
        for (int i = 0; i < node.sources().size(); i++) {
          if (!changed.contains(node.sources().get(i))) {
            read.put(node.sources().get(i), node.inputShapes().get(i));
          }
        }
      }
    }
    Map<String, Shape> left = new LinkedHashMap<>(outputs);
    left.keySet().retainAll(changed);
    return new NetworkGraph(read, kept, left);
  }

  /**
   * This graph for inputs of other extents, in order.
   *
   * @throws ShapeException if a layer cannot take them, or only with other parameters
   */
  public NetworkGraph withInputs(List<Shape> shapes) {
    if (shapes.equals(List.copyOf(inputs.values()))) {
      return this;
    }
    GraphBuilder changed = new GraphBuilder();
    int index = 0;
    for (String input : inputs.keySet()) {
      changed.input(input, shapes.get(index++));
    }
    for (Node node : nodes) {
      changed.add(node.name(), node.layer(), node.sources());
    }
    changed.outputs(List.copyOf(outputs.keySet()));
    NetworkGraph graph = changed.graph();
    for (int i = 0; i < nodes.size(); i++) {
      graph.nodes().get(i).checkSameParameters(nodes.get(i));
    }
    return graph.holdingStatistics(
        nodes.stream().filter(Node::held).map(Node::name).collect(Collectors.toSet()));
  }

  /** This graph with the statistics of these layers held. */
  public NetworkGraph holdingStatistics(Collection<String> names) {
    List<Node> changed =
        nodes.stream()
            .map(node -> names.contains(node.name()) ? node.holdingStatistics() : node)
            .toList();
    return new NetworkGraph(inputs, changed, outputs);
  }
}
