package org.dsd4j.nn.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.spec.Layer;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * A graph under construction; every shape in it is inferred and checked.
 *
 * @hidden
 */
@Internal
public final class GraphBuilder {
  private final Map<String, Shape> inputs = new LinkedHashMap<>();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<String> outputs = new LinkedHashSet<>();
  private @Nullable String last;

  public void input(String name, Shape shape) {
    checkNew(name);
    inputs.put(name, Check.given("shape of input '" + name + "'", shape));
    last = name;
  }

  public void add(String name, Layer layer, List<String> sources) {
    checkNew(name);
    List<String> read = sources.isEmpty() ? List.of(lastAdded(name)) : List.copyOf(sources);
    nodes.put(name, node(name, layer, read));
    last = name;
  }

  private Node node(String name, Layer layer, List<String> sources) {
    Check.given("layer '" + name + "'", layer);
    List<Shape> inputShapes = sources.stream().map(source -> shape(name, source)).toList();
    try {
      return new Node(name, layer, sources, inputShapes, layer.outputShape(inputShapes), false);
    } catch (ShapeException e) {
      throw e.at("layer '" + name + "' (" + layer + ")");
    }
  }

  /** Puts another layer in a node's place; if it does not fit, nothing changes. */
  public void replace(String name, Layer layer) {
    Check.given("layer '" + name + "'", layer);
    Check.argument(
        nodes.containsKey(name),
        "layer to replace",
        "one of " + nodes.keySet(),
        name,
        "name a layer that was added");
    GraphBuilder changed = new GraphBuilder();
    changed.inputs.putAll(inputs);
    try {
      nodes.forEach(
          (each, node) ->
              changed.add(each, each.equals(name) ? layer : node.layer(), node.sources()));
    } catch (ShapeException e) {
      throw e.at("replacing '" + name + "' by " + layer);
    }
    nodes.putAll(changed.nodes);
  }

  /** Keeps this node and all that it depends on. */
  public void cutBehind(String name) {
    NetworkGraph kept = graph().upTo(name);
    inputs.keySet().retainAll(kept.inputs().keySet());
    nodes.keySet().retainAll(kept.nodeNames());
    outputs.clear();
    last = name;
  }

  public void outputs(List<String> names) {
    Set<String> found = new LinkedHashSet<>();
    for (String name : names) {
      shape("outputs()", name);
      Check.argument(
          !inputs.containsKey(name), "output", "the name of a layer", name, "name a layer");
      Check.argument(found.add(name), "outputs", "each name once", name, "name it once");
    }
    outputs.addAll(found);
  }

  public String lastAdded(String asker) {
    if (last == null) {
      throw new IllegalArgumentException(
          Check.message(
              asker, "an input to read from", "none", "call input(name, shape) before add(...)"));
    }
    return last;
  }

  public Shape shape(String reader, String name) {
    Node node = nodes.get(name);
    Shape shape = node == null ? inputs.get(name) : node.outputShape();
    if (shape == null) {
      throw new IllegalArgumentException(
          Check.message(
              "'" + reader + "' reads",
              "one of " + names(),
              name,
              "add a layer before the ones that read it"));
    }
    return shape;
  }

  private Set<String> names() {
    Set<String> names = new LinkedHashSet<>(inputs.keySet());
    names.addAll(nodes.keySet());
    return names;
  }

  private void checkNew(String name) {
    Check.argument(!name.isBlank(), "name", "a name", "a blank", "give every layer a name");
    Check.argument(
        !inputs.containsKey(name) && !nodes.containsKey(name),
        "name '" + name + "'",
        "a name that is not taken",
        "one of " + names(),
        "give every layer a name of its own");
  }

  /** The current graph; the node added last is its output where none was named. */
  public NetworkGraph graph() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Set<String> named = outputs;
    if (named.isEmpty() && last != null && nodes.containsKey(last)) {
      named = Set.of(last);
    }
    named.forEach(name -> shapes.put(name, shape("outputs()", name)));
    return new NetworkGraph(inputs, List.copyOf(nodes.values()), shapes);
  }

  /** The graph, checked for being complete. */
  public NetworkGraph checkedGraph() {
    Check.argument(
        !nodes.isEmpty(), "network", "at least one layer", "none", "add(name, layer) first");
    NetworkGraph graph = graph();
    Set<String> unread = names();
    nodes.values().forEach(node -> unread.removeAll(node.sources()));
    unread.removeAll(graph.outputs().keySet());
    Check.argument(
        unread.isEmpty(),
        "network",
        "every input and layer to be read or to be an output",
        "no layer reads " + unread,
        "connect or remove them, or name them in outputs(...)");
    checkParameterNames(graph);
    return graph;
  }

  private static void checkParameterNames(NetworkGraph graph) {
    Map<String, String> layers = new HashMap<>();
    for (Node node : graph.nodes()) {
      for (ParameterSpec spec : node.parameterSpecs()) {
        String name = node.parameterName(spec.name());
        String other = layers.put(name, node.name());
        Check.argument(
            other == null,
            "parameters of the network",
            "one of each name",
            name + " of layer '" + other + "' and of layer '" + node.name() + "'",
            "rename one of the layers");
      }
    }
  }
}
