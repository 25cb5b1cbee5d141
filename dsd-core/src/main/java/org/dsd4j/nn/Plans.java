package org.dsd4j.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dsd4j.kernel.Kernels;

/** The plans for the few kinds of computation that a network did last. */
final class Plans implements AutoCloseable {
  // Training, its smaller last batch, validation and its smaller last batch.
  private static final int KEPT = 4;

  private final Kernels kernels;
  private final PlanTypes types;
  private final Map<String, Parameter> parameters;
  private final LinkedHashMap<Key, ExecutionPlan> plans = new LinkedHashMap<>(KEPT, 0.75f, true);

  private record Key(PlanKind kind, Set<String> outputs) {}

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
    Key key = new Key(kind, graph.outputs().keySet());
    ExecutionPlan plan = plans.get(key);
    if (plan != null && !fits(plan, graph)) {
      plans.remove(key);
      plan.close();
      plan = null;
    }
    if (plan == null) {
      if (plans.size() == KEPT) {
        plans.remove(plans.keySet().iterator().next()).close();
      }
      plan = new ExecutionPlan(graph, kernels, types, parameters, kind);
      plans.put(key, plan);
    }
    return plan;
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
