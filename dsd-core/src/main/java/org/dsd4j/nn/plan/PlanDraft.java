package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;

/**
 * A plan without its memory: its steps ({@link Fusion}), the flow of gradients ({@link
 * GradientFlow}), the order of turns ({@link Timetable}) and the place of each tensor ({@link
 * MemoryLayout}).
 *
 * @param graph the network
 * @param kind the purpose of the plan
 * @param trained the names of the parameters that need a gradient
 * @param layouts the places of the tensors of each type
 */
record PlanDraft(
    NetworkGraph graph,
    PlanKind kind,
    Set<String> trained,
    List<PlanStep> steps,
    GradientFlow flow,
    PlanSlots slots,
    List<Turn> turns,
    List<Slab.Placement> layouts) {
  static PlanDraft of(
      NetworkGraph graph,
      Kernels kernels,
      PlanTypes types,
      Map<String, Parameter> parameters,
      PlanKind kind) {
    Set<String> trained = trained(parameters, kind.mode());
    Mode mode = kind.mode().ofLayers();
    List<PlanStep> steps =
        kind.options().fused() ? Fusion.steps(graph, mode) : Fusion.none(graph, mode);
    GradientFlow flow = new GradientFlow(steps, kind.shared(), graph.outputs().keySet(), trained);
    PlanSlots slots = new PlanSlots(graph, steps, flow, kind, kernels);
    PlanUses uses = new PlanUses(graph, steps, flow, slots);
    Timetable timetable = new Timetable(steps, flow, uses, kind);
    Map<Slot, BitSet> lifetimes = kind.shared() ? timetable.lifetimes() : always(slots.all());
    List<Slab.Placement> layouts = new ArrayList<>();
    slots.all().stream()
        .collect(Collectors.groupingBy(types::of))
        .forEach((type, typed) -> layouts.add(Slab.Placement.of(type, typed, lifetimes)));
    return new PlanDraft(graph, kind, trained, steps, flow, slots, timetable.turns(), layouts);
  }

  /** The names of the parameters that need a gradient in this mode at the moment. */
  static Set<String> trained(Map<String, Parameter> parameters, Mode mode) {
    return parameters.values().stream()
        .filter(parameter -> mode.hasGradients() && parameter.isTrained())
        .map(Parameter::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<Slot, BitSet> always(List<Slot> slots) {
    BitSet once = new BitSet();
    once.set(0);
    return slots.stream().collect(Collectors.toMap(slot -> slot, slot -> once));
  }

  /** Whether it lies in the stretch that all plans for inference share. */
  boolean isInSharedStretch() {
    return kind.mode() == Mode.INFERENCE && kind.shared();
  }

  /** The rows of {@link MemoryLayout#ALIGNMENT} elements that it takes of each type. */
  Map<ElementType, Integer> rows() {
    Map<ElementType, Integer> rows = new EnumMap<>(ElementType.class);
    layouts.forEach(layout -> rows.put(layout.type(), layout.rows()));
    return rows;
  }

  /** The bytes of its tensors. */
  long tensorBytes() {
    return layouts.stream().mapToLong(Slab.Placement::bytes).sum();
  }
}
