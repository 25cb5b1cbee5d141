package org.dsd4j.nn;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Shape;

/** The plans for the few kinds of computation that a network did last. */
final class Plans implements AutoCloseable {
  // Training, its smaller last batch, validation and its smaller last batch.
  private static final int KEPT_OF_ONE_EXTENT = 4;
  // The same for each of the few extents that a loader pads sequences to.
  private static final int KEPT = 6 * KEPT_OF_ONE_EXTENT;

  private final Kernels kernels;
  private final PlanTypes types;
  private final Map<String, Parameter> parameters;
  private final LinkedHashMap<Key, ExecutionPlan> plans =
      new LinkedHashMap<>(KEPT_OF_ONE_EXTENT, 0.75f, true);

  private final Set<String> warnings = new HashSet<>();

  private record Key(PlanKind kind, Map<String, Shape> inputs, Set<String> outputs) {}

  Plans(Kernels kernels, PlanTypes types, Map<String, Parameter> parameters) {
    this.kernels = kernels;
    this.types = types;
    this.parameters = parameters;
  }

  /**
   * The plan of this kind; made anew where somebody froze a parameter, let one go, or has other
   * statistics held, since other gradients are needed then.
   */
  ExecutionPlan get(NetworkGraph graph, PlanKind kind) {
    Key key = new Key(kind, graph.inputs(), graph.outputs().keySet());
    ExecutionPlan plan = plans.get(key);
    if (plan != null && !fits(plan, graph)) {
      plans.remove(key);
      plan.close();
      plan = null;
    }
    if (plan == null) {
      dropLongUnused(other -> other.inputs().equals(key.inputs()), KEPT_OF_ONE_EXTENT);
      dropLongUnused(other -> true, KEPT);
      plan = new ExecutionPlan(graph, kernels, types, parameters, kind, warnings);
      plans.put(key, plan);
    }
    return plan;
  }

  /** Leaves room for one more of these, if so many are kept. */
  private void dropLongUnused(Predicate<Key> these, int kept) {
    List<Key> found = plans.keySet().stream().filter(these).toList();
    if (found.size() >= kept) {
      Objects.requireNonNull(plans.remove(found.get(0))).close();
    }
  }

  private boolean fits(ExecutionPlan plan, NetworkGraph graph) {
    return plan.graph().equals(graph)
        && plan.trained().equals(ExecutionPlan.trained(parameters, plan.kind().mode()));
  }

  /** What each holds, the one that was used last at the end. */
  List<MemoryPlan.Held> held() {
    return plans.values().stream().map(ExecutionPlan::held).toList();
  }

  @Override
  public void close() {
    plans.values().forEach(ExecutionPlan::close);
    plans.clear();
  }
}
