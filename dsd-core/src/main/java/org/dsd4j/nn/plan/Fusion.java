package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dsd4j.internal.Internal;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.Layer;

/**
 * Makes one step of a node and those behind it that its layer can take over.
 *
 * @hidden
 */
@Internal
public final class Fusion {
  private final NetworkGraph graph;
  private final Map<String, List<Node>> readers = new HashMap<>();

  private Fusion(NetworkGraph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      for (String source : node.sources()) {
        readers.computeIfAbsent(source, key -> new ArrayList<>()).add(node);
      }
    }
  }

  /** Each node by itself. */
  static List<Step> none(NetworkGraph graph) {
    return graph.nodes().stream().map(node -> new Step(node, node.name())).toList();
  }

  /** As few steps as the layers allow, in the order of the graph. */
  public static List<Step> steps(NetworkGraph graph) {
    Fusion fusion = new Fusion(graph);
    Set<String> takenOver = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!takenOver.contains(node.name())) {
        steps.add(fusion.fused(node, takenOver));
      }
    }
    return steps;
  }

  private Step fused(Node first, Set<String> takenOver) {
    Step step = new Step(first, first.name());
    Optional<Node> next = onlyReader(first.name());
    while (next.isPresent()) {
      Node taken = next.get();
      Optional<Layer> both = step.layer().followedBy(taken.layer());
      if (both.isEmpty()) {
        break;
      }
      Node node =
          new Node(
              first.name(), both.get(), first.sources(), first.inputShapes(), taken.outputShape());
      step = new Step(node, taken.name());
      takenOver.add(taken.name());
      next = onlyReader(taken.name());
    }
    return step;
  }

  /** The node that reads this one's output and nothing else, if the output is of no other use. */
  private Optional<Node> onlyReader(String name) {
    List<Node> all = readers.getOrDefault(name, List.of());
    boolean alone = all.size() == 1 && all.get(0).sources().size() == 1;
    return alone && !graph.outputs().containsKey(name) ? Optional.of(all.get(0)) : Optional.empty();
  }
}
