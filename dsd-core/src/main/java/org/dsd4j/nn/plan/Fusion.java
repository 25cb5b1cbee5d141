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
import org.dsd4j.nn.spec.Mode;

/**
 * Makes one step of a node and an activation function after it, if only that reads its output.
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

  /** One step for each node. */
  static List<PlanStep> none(NetworkGraph graph, Mode mode) {
    return graph.nodes().stream().map(node -> PlanStep.of(node, mode)).toList();
  }

  /** As few steps as the layers allow, in the order of the graph. */
  public static List<PlanStep> steps(NetworkGraph graph, Mode mode) {
    Fusion fusion = new Fusion(graph);
    Set<String> fused = new HashSet<>();
    List<PlanStep> steps = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!fused.contains(node.name())) {
        PlanStep step = fusion.step(node, mode);
        fused.add(step.output());
        steps.add(step);
      }
    }
    return steps;
  }

  private PlanStep step(Node node, Mode mode) {
    PlanStep alone = PlanStep.of(node, mode);
    return onlyReader(node.name()).flatMap(alone::endingWith).orElse(alone);
  }

  /**
   * The node that reads this output and nothing else, if no other node reads it and it is no output
   * of the network.
   */
  private Optional<Node> onlyReader(String name) {
    List<Node> all = readers.getOrDefault(name, List.of());
    boolean alone = all.size() == 1 && all.get(0).sources().size() == 1;
    return alone && !graph.outputs().containsKey(name) ? Optional.of(all.get(0)) : Optional.empty();
  }
}
