package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * All that a network needs to compute on batches of one size in one mode, worked out once: which
 * steps there are ({@link Fusion}), how gradients flow ({@link GradientFlow}), what happens when
 * ({@link Timetable}), and where each tensor lies ({@link MemoryLayout}).
 *
 * <p>Tensors share memory, so a value is only there while somebody still needs it. Inputs and
 * outputs always are.
 */
final class ExecutionPlan implements AutoCloseable {
  private final NetworkGraph graph;
  private final Kernels kernels;
  private final PlanKind kind;
  private final Set<String> trained;
  private final GradientFlow flow;
  private final PlanSlots slots;
  private final List<Moment> moments;
  private final Slab slab;
  private final List<NodePass> passes = new ArrayList<>();
  private long generation;

  ExecutionPlan(
      NetworkGraph graph,
      Kernels kernels,
      ElementType type,
      Map<String, Parameter> parameters,
      PlanKind kind) {
    this.graph = graph;
    this.kernels = kernels;
    this.kind = kind;
    this.trained = trained(parameters, kind.mode());
    List<Step> steps = kind.options().fused() ? Fusion.steps(graph) : Fusion.none(graph);
    this.flow =
        new GradientFlow(steps, kind.mode(), kind.shared(), graph.outputs().keySet(), trained);
    this.slots = new PlanSlots(graph, steps, flow, kind);
    PlanUses uses = new PlanUses(graph, steps, flow, slots);
    Timetable timetable = new Timetable(steps, flow, uses, kind);
    this.moments = timetable.moments();
    Map<Slot, BitSet> lifetimes = kind.shared() ? timetable.lifetimes() : always(slots.all());
    this.slab = new Slab(kernels.memory(), type, slots.all(), lifetimes);
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      passes.add(new NodePass(step, kind, kernels, tensors(i, step), parameters));
    }
  }

  /** The names of the parameters that need a gradient in this mode as things are now. */
  static Set<String> trained(Map<String, Parameter> parameters, Mode mode) {
    return parameters.values().stream()
        .filter(parameter -> mode == Mode.TRAINING && parameter.isTrained())
        .map(Parameter::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<Slot, BitSet> always(List<Slot> slots) {
    BitSet once = new BitSet();
    once.set(0);
    return slots.stream().collect(Collectors.toMap(slot -> slot, slot -> once));
  }

  private NodePass.Tensors tensors(int index, Step step) {
    List<String> sources = step.node().sources();
    Map<String, Tensor> saved = new HashMap<>();
    slots.saved(index).forEach((name, slot) -> saved.put(name, slab.tensor(slot)));
    List<NodePass.@Nullable GradientTarget> targets = new ArrayList<>();
    for (int k = 0; k < sources.size(); k++) {
      targets.add(target(index, step, k));
    }
    return new NodePass.Tensors(
        sources.stream().map(this::value).toList(),
        value(step.output()),
        saved,
        flow.isDifferentiable(step) ? gradient(step.output()) : null,
        targets);
  }

  private NodePass.@Nullable GradientTarget target(int index, Step step, int input) {
    String source = step.node().sources().get(input);
    return switch (flow.ways(index).get(input)) {
      case NONE, SHARED -> null;
      case WRITTEN -> new NodePass.GradientTarget(gradient(source), null, null);
      case PART_ADDED -> {
        Tensor part = slab.tensor(slots.part(index, input));
        yield new NodePass.GradientTarget(part, part, gradient(source));
      }
      case OUTPUTS_ADDED ->
          new NodePass.GradientTarget(null, gradient(step.output()), gradient(source));
    };
  }

  NetworkGraph graph() {
    return graph;
  }

  Kernels kernels() {
    return kernels;
  }

  PlanKind kind() {
    return kind;
  }

  /** The names of the parameters that needed a gradient when the plan was made. */
  Set<String> trained() {
    return trained;
  }

  /** The layers' views of the plan, in the order of computing. */
  List<NodePass> passes() {
    return passes;
  }

  /** Computes the outputs from the inputs. */
  void forward(Seed randomness) {
    for (NodePass pass : passes) {
      pass.forward(randomness);
    }
  }

  /** Computes parameters' gradients from those of the outputs. */
  void backward() {
    for (Moment moment : moments) {
      switch (moment.kind()) {
        case FORWARD, LOSS, END -> {}
        case RECOMPUTATION -> passes.get(moment.step()).forwardAgain();
        case BACKWARD -> passes.get(moment.step()).backward();
      }
    }
  }

  /** Invalidates earlier passes and returns the number of a new one. */
  long nextGeneration() {
    return ++generation;
  }

  long generation() {
    return generation;
  }

  Tensor value(String name) {
    return slab.tensor(slots.value(name));
  }

  boolean isDifferentiable(String name) {
    return flow.differentiable().contains(name);
  }

  Tensor gradient(String name) {
    return slab.tensor(slots.gradient(name));
  }

  MemoryPlan.Held held() {
    return new MemoryPlan.Held(
        kind.mode(), kind.batchSize(), slab.bytes(), slab.bytesUnshared(), slab.tensors());
  }

  @Override
  public void close() {
    generation++;
    slab.close();
  }
}
