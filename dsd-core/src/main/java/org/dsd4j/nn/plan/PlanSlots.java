package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** All tensors of a plan, and which of them lie on others. */
final class PlanSlots {
  private final List<Slot> all = new ArrayList<>();
  private final Map<String, Slot> values = new LinkedHashMap<>();
  private final Map<String, Slot> gradients = new HashMap<>();
  private final List<Map<String, Slot>> saved = new ArrayList<>();
  private final List<List<@Nullable Slot>> parts = new ArrayList<>();

  PlanSlots(
      NetworkGraph graph, List<PlanStep> steps, GradientFlow flow, PlanKind kind, Kernels kernels) {
    graph
        .inputs()
        .forEach(
            (name, shape) ->
                values.put(name, slot(shape.batched(kind.batchSize()), areIndices(name, steps))));
    for (PlanStep step : steps) {
      Shape shape = step.node().outputShape().batched(kind.batchSize());
      boolean view = kind.shared() && step.isView();
      Slot output = view ? slot(shape, value(step.node().sources().get(0))) : slot(shape);
      values.put(step.output(), output);
      saved.add(view ? Map.of() : saved(step, kernels));
    }
    for (int i = steps.size() - 1; i >= 0; i--) {
      String name = steps.get(i).output();
      if (flow.differentiable().contains(name)) {
        Shape shape = value(name).shape();
        Slot gradient =
            flow.sharedWith(name)
                .map(other -> slot(shape, gradient(other)))
                .orElseGet(() -> slot(shape));
        gradients.put(name, gradient);
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      parts.add(parts(steps.get(i), flow.ways(i)));
    }
  }

  /** Whether a value is an input of indices, which narrow activations may not hold. */
  private static boolean areIndices(String name, List<PlanStep> steps) {
    return steps.stream()
        .filter(step -> step.node().sources().contains(name))
        .allMatch(step -> step.layer().readsIndices());
  }

  private Map<String, Slot> saved(PlanStep step, Kernels kernels) {
    List<Shape> shapes = step.node().sources().stream().map(s -> value(s).shape()).toList();
    Map<String, Slot> slots = new LinkedHashMap<>();
    step.layer()
        .saved(shapes, kernels)
        .forEach(spec -> slots.put(spec.name(), slot(spec.shape(), spec.statistic())));
    return slots;
  }

  private List<@Nullable Slot> parts(PlanStep step, List<GradientFlow.Way> ways) {
    List<@Nullable Slot> found = new ArrayList<>();
    for (int k = 0; k < ways.size(); k++) {
      boolean apart = ways.get(k) == GradientFlow.Way.PART_ADDED;
      found.add(apart ? slot(value(step.node().sources().get(k)).shape()) : null);
    }
    return found;
  }

  private Slot slot(Shape shape) {
    return slot(shape, false);
  }

  private Slot slot(Shape shape, boolean statistic) {
    Slot slot = new Slot(shape, statistic);
    all.add(slot);
    return slot;
  }

  private Slot slot(Shape shape, Slot other) {
    Slot slot = new Slot(shape, other);
    all.add(slot);
    return slot;
  }

  /** Every tensor, those on others included. */
  List<Slot> all() {
    return all;
  }

  /** The value of an input or a step's output. */
  Slot value(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The gradient of a value that has one. */
  Slot gradient(String name) {
    return Objects.requireNonNull(gradients.get(name), name);
  }

  /** The tensors that step number {@code index} saves, by name. */
  Map<String, Slot> saved(int index) {
    return saved.get(index);
  }

  /**
   * The tensor into which step number {@code index} writes its part of an input's gradient, which
   * is then added.
   */
  Slot part(int index, int input) {
    return Objects.requireNonNull(parts.get(index).get(input));
  }

  /** All parts of step number {@code index}. */
  Stream<Slot> parts(int index) {
    return parts.get(index).stream().filter(Objects::nonNull).map(Objects::requireNonNull);
  }
}
