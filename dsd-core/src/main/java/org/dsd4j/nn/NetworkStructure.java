package org.dsd4j.nn;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Shape;

/**
 * The structure of a {@link Network} or {@link NetworkBuilder}: the layers, their sources and
 * shapes. All shapes are without the batch.
 */
public abstract sealed class NetworkStructure permits Network, NetworkBuilder {
  NetworkStructure() {}

  /** The current structure. */
  abstract NetworkGraph graph();

  /** Parameters and statistics, where there are any yet. */
  Collection<Parameter> weights() {
    return List.of();
  }

  /** The nodes, each after those that it reads from. */
  public final List<Node> nodes() {
    return graph().nodes();
  }

  /** The shapes of the inputs by name. */
  public final Map<String, Shape> inputShapes() {
    return graph().inputs();
  }

  /** The shapes of the outputs by name; the first is the main one. */
  public final Map<String, Shape> outputShapes() {
    return graph().outputs();
  }

  /**
   * The shape of an output for a sample of {@code inputLength} real steps [T, ...]; an output that
   * is no sequence has the same shape for all.
   *
   * @throws IllegalArgumentException if the network has no such output
   */
  public final Shape outputShape(String output, int inputLength) {
    Map<String, Integer> lengths = new LinkedHashMap<>();
    inputShapes().keySet().forEach(input -> lengths.put(input, inputLength));
    return graph().outputShape(output, lengths);
  }

  /**
   * The shape of an output where each input has its own number of steps.
   *
   * @param inputLengths how many steps of inputs are real, by name; inputs of one shape are left
   *     out
   * @throws IllegalArgumentException if the network has no such output
   */
  public final Shape outputShape(String output, Map<String, Integer> inputLengths) {
    return graph().outputShape(output, inputLengths);
  }

  /** The number of trainable elements, frozen ones included. */
  public final long parameterCount() {
    return graph().parameterCount();
  }

  /** The multiply-adds of the products in one sample's forward computation. */
  public final long multiplyAdds() {
    return graph().multiplyAdds();
  }

  /**
   * The multiply-adds of the products in a training step, per sample: each product is computed
   * three times, forward and for the gradients of input and weight, apart from the gradients of the
   * network's inputs, which are not needed.
   */
  public final long trainingMultiplyAdds() {
    return graph().trainingMultiplyAdds();
  }

  /**
   * The structure as plain values, from which the same network is built again.
   *
   * @throws IllegalArgumentException if a layer {@linkplain Layer#description does not describe
   *     itself}; the message names it
   */
  public final NetworkDescription description() {
    return NetworkDescription.of(graph());
  }

  /** Whether all layers describe themselves, as {@link #description} requires. */
  public final boolean isDescribed() {
    return graph().nodes().stream().allMatch(node -> node.layer().description().isPresent());
  }

  /**
   * A table of the layers: name, layer, sources, output shape, parameters; below it the number of
   * parameters and, for a network, how many of them are frozen or masked.
   */
  public final String summary() {
    return new NetworkSummary(graph(), weights()).toString();
  }

  /** The {@link #summary}. */
  @Override
  public final String toString() {
    return summary();
  }
}
