package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * All tensors that a network needs for one batch size. Those of the backward computation are
 * allocated when it is first asked for.
 */
final class ExecutionPlan implements AutoCloseable {
  private final NetworkGraph graph;
  private final Kernels kernels;
  private final ElementType type;
  private final int batchSize;
  private final List<Tensor> owned = new ArrayList<>();
  private final Map<String, Tensor> values = new LinkedHashMap<>();
  private final Map<String, Tensor> gradients = new HashMap<>();
  private final List<NodePass> steps = new ArrayList<>();
  private final Set<String> differentiable;
  private boolean backwardReady;
  private long generation;

  ExecutionPlan(
      NetworkGraph graph,
      Kernels kernels,
      ElementType type,
      Map<String, Parameter> parameters,
      int batchSize) {
    this.graph = graph;
    this.kernels = kernels;
    this.type = type;
    this.batchSize = batchSize;
    graph.inputs().forEach((name, shape) -> values.put(name, allocate(shape.batched(batchSize))));
    for (Node node : graph.nodes()) {
      Tensor output = allocate(node.outputShape().batched(batchSize));
      values.put(node.name(), output);
      List<Tensor> inputs = node.sources().stream().map(this::value).toList();
      steps.add(new NodePass(node, kernels, inputs, output, parameters, saved(node, inputs)));
    }
    this.differentiable = differentiableNodes();
  }

  private Map<String, Tensor> saved(Node node, List<Tensor> inputs) {
    Map<String, Tensor> saved = new HashMap<>();
    List<Shape> shapes = inputs.stream().map(Tensor::shape).toList();
    node.layer().saved(shapes).forEach(spec -> saved.put(spec.name(), allocate(spec.shape())));
    return saved;
  }

  private Set<String> differentiableNodes() {
    Set<String> found = new HashSet<>();
    for (NodePass step : steps) {
      Node node = step.node();
      if (step.hasTrainedParameters() || node.sources().stream().anyMatch(found::contains)) {
        found.add(node.name());
      }
    }
    return found;
  }

  /** Allocates gradients and decides which user of an output writes its gradient, which adds. */
  private void prepareBackward() {
    if (backwardReady) {
      return;
    }
    for (String name : differentiable) {
      gradients.put(name, allocate(value(name).shape()));
    }
    Set<String> written = new HashSet<>(graph.outputs().keySet());
    Map<String, Tensor> scratch = new HashMap<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      NodePass step = steps.get(i);
      if (differentiable.contains(step.node().name())) {
        step.prepareBackward(gradient(step.node().name()), targets(step.node(), written, scratch));
      }
    }
    backwardReady = true;
  }

  private List<NodePass.@Nullable GradientTarget> targets(
      Node node, Set<String> written, Map<String, Tensor> scratch) {
    List<NodePass.@Nullable GradientTarget> targets = new ArrayList<>();
    for (int k = 0; k < node.sources().size(); k++) {
      String source = node.sources().get(k);
      if (!differentiable.contains(source)) {
        targets.add(null);
      } else if (written.add(source)) {
        targets.add(new NodePass.GradientTarget(gradient(source), null));
      } else {
        // Added up at once after the layer's turn, so layers may share it; inputs of one may not.
        Shape shape = value(source).shape();
        Tensor part = scratch.computeIfAbsent(k + ":" + shape, key -> allocate(shape));
        targets.add(new NodePass.GradientTarget(part, gradient(source)));
      }
    }
    return targets;
  }

  private Tensor allocate(Shape shape) {
    Tensor tensor = kernels.memory().allocate(type, shape);
    owned.add(tensor);
    return tensor;
  }

  int batchSize() {
    return batchSize;
  }

  NetworkGraph graph() {
    return graph;
  }

  Kernels kernels() {
    return kernels;
  }

  List<NodePass> steps() {
    return steps;
  }

  /** Invalidates earlier passes and returns the number of a new one. */
  long nextGeneration() {
    return ++generation;
  }

  long generation() {
    return generation;
  }

  Tensor value(String name) {
    return java.util.Objects.requireNonNull(values.get(name), name);
  }

  boolean isDifferentiable(String name) {
    return differentiable.contains(name);
  }

  Tensor gradient(String name) {
    return java.util.Objects.requireNonNull(gradients.get(name), name);
  }

  void readyForBackward() {
    prepareBackward();
  }

  @Override
  public void close() {
    generation++;
    owned.forEach(kernels.memory()::release);
    owned.clear();
  }
}
