package org.dsd4j.nn.plan;

import java.util.List;
import java.util.Set;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.spec.Reads;

/** The tensors that each turn of a plan reads and writes. */
final class PlanUses {
  private final NetworkGraph graph;
  private final List<PlanStep> steps;
  private final GradientFlow flow;
  private final PlanSlots slots;

  PlanUses(NetworkGraph graph, List<PlanStep> steps, GradientFlow flow, PlanSlots slots) {
    this.graph = graph;
    this.steps = steps;
    this.flow = flow;
    this.slots = slots;
  }

  Use of(Turn turn) {
    return switch (turn.kind()) {
      case FORWARD, RECOMPUTATION -> forward(turn.step());
      case LOSS -> loss();
      case BACKWARD -> backward(turn.step());
      case END -> end();
    };
  }

  private Use forward(int index) {
    PlanStep step = steps.get(index);
    Use use = new Use();
    step.node().sources().forEach(source -> use.read(slots.value(source)));
    if (!use.reads().contains(slots.value(step.output()).storage())) {
      use.write(slots.value(step.output()));
    }
    slots.saved(index).values().forEach(use::write);
    return use;
  }

  private Use loss() {
    Use use = new Use();
    for (String output : graph.outputs().keySet()) {
      use.read(slots.value(output));
      if (flow.differentiable().contains(output)) {
        use.write(slots.gradient(output));
      }
    }
    return use;
  }

  private Use backward(int index) {
    PlanStep step = steps.get(index);
    Use use = new Use().read(slots.gradient(step.output()));
    if (step.overwritesOutputGradient()) {
      use.write(slots.gradient(step.output()));
    }
    slots.saved(index).values().forEach(use::read);
    Set<Reads> reads = step.backwardReads();
    if (reads.contains(Reads.INPUTS)) {
      step.node().sources().forEach(source -> use.read(slots.value(source)));
    }
    if (reads.contains(Reads.OUTPUT)) {
      use.read(slots.value(step.output()));
    }
    slots.parts(index).forEach(use::write);
    List<GradientFlow.Way> ways = flow.ways(index);
    for (int k = 0; k < ways.size(); k++) {
      String source = step.node().sources().get(k);
      switch (ways.get(k)) {
        case NONE, SHARED -> {}
        case WRITTEN -> use.write(slots.gradient(source));
        case PART_ADDED, OUTPUTS_ADDED ->
            use.read(slots.gradient(source)).write(slots.gradient(source));
      }
    }
    return use;
  }

  private Use end() {
    Use use = new Use();
    graph.inputs().keySet().forEach(input -> use.read(slots.value(input)));
    graph.outputs().keySet().forEach(output -> use.read(slots.value(output)));
    return use;
  }
}
