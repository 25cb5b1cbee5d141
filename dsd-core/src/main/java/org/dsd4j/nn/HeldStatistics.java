package org.dsd4j.nn;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.graph.Node;

/** The structure of a network, in which the statistics of some layers are held. */
final class HeldStatistics {
  private final NetworkGraph built;
  private final Set<String> held = new LinkedHashSet<>();
  private NetworkGraph graph;

  HeldStatistics(NetworkGraph built) {
    this.built = built;
    this.graph = built;
  }

  /** The structure with the layers held at the moment. */
  NetworkGraph graph() {
    return graph;
  }

  List<String> names() {
    return List.copyOf(held);
  }

  void hold(String... patterns) {
    held.addAll(select("holdStatistics()", patterns));
    graph = built.holdingStatistics(held);
  }

  void release(String... patterns) {
    held.removeAll(select("releaseStatistics()", patterns));
    graph = built.holdingStatistics(held);
  }

  private List<String> select(String place, String[] patterns) {
    List<String> layers =
        built.nodes().stream().filter(Node::hasStatistics).map(Node::name).toList();
    return NamePattern.select(patterns, place, layers, name -> name, NamePattern::matches);
  }
}
