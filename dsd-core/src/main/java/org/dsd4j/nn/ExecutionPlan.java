package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
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
  private final List<Slab> slabs = new ArrayList<>();
  private final PlanOutputs outputs;
  private final List<NodePass> passes = new ArrayList<>();
  private final Map<String, Lengths> lengths = new HashMap<>();
  private long generation;

  ExecutionPlan(
      NetworkGraph graph,
      Kernels kernels,
      PlanTypes types,
      Map<String, Parameter> parameters,
      PlanKind kind,
      Set<String> warnings) {
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
    try {
      slots.all().stream()
          .collect(Collectors.groupingBy(types::of))
          .forEach((type, typed) -> slabs.add(new Slab(kernels.memory(), type, typed, lifetimes)));
      this.outputs = outputs(types.statistics());
    } catch (OutOfMemoryError e) {
      slabs.forEach(Slab::close);
      throw tooLarge(e);
    }
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      passes.add(new NodePass(step, kind, kernels, tensors(i, step), parameters, warnings));
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

  private OutOfMemoryError tooLarge(OutOfMemoryError cause) {
    OutOfMemoryError located =
        new OutOfMemoryError(
            "computing on batches of "
                + kind.batchSize()
                + " for "
                + kind.mode()
                + ": "
                + cause.getMessage()
                + ", or build the network with recomputing(segments)");
    located.initCause(cause);
    return located;
  }

  private PlanOutputs outputs(ElementType type) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    for (String name : graph.outputs().keySet()) {
      values.put(name, value(name));
      if (flow.differentiable().contains(name)) {
        gradients.put(name, tensor(slots.gradient(name)));
      }
    }
    return new PlanOutputs(kernels.memory(), type, values, gradients);
  }

  private Tensor tensor(Slot slot) {
    return slabs.stream()
        .flatMap(slab -> slab.tensor(slot).stream())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a tensor without memory"));
  }

  private NodePass.Tensors tensors(int index, Step step) {
    List<String> sources = step.node().sources();
    Map<String, Tensor> saved = new HashMap<>();
    slots.saved(index).forEach((name, slot) -> saved.put(name, tensor(slot)));
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
        Tensor part = tensor(slots.part(index, input));
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

  /** How many steps of these inputs are real in the computations to come; of others all are. */
  void lengths(Map<String, Lengths> ofInputs) {
    lengths.clear();
    lengths.putAll(ofInputs);
    for (NodePass pass : passes) {
      lengths.put(pass.outputName(), pass.lengths(lengthsOf(pass.sequenceSource())));
    }
  }

  /** How many steps of each sequence of a value are real. */
  Lengths lengthsOf(String name) {
    return lengths.getOrDefault(name, Lengths.whole());
  }

  /** Computes the outputs from the inputs. */
  void forward(Seed randomness) {
    for (NodePass pass : passes) {
      pass.forward(randomness);
    }
    outputs.collect();
  }

  /** Computes parameters' gradients from those of the outputs. */
  void backward() {
    outputs.distribute();
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
    return tensor(slots.value(name));
  }

  /** The outputs as the user sees them. */
  PlanOutputs outputs() {
    return outputs;
  }

  private Tensor gradient(String name) {
    return tensor(slots.gradient(name));
  }

  MemoryPlan.Held held() {
    return new MemoryPlan.Held(
        kind.mode(),
        kind.batchSize(),
        slabs.stream().mapToLong(Slab::bytes).sum() + outputs.bytes(),
        slabs.stream().mapToLong(Slab::bytesUnshared).sum() + outputs.bytes(),
        slabs.stream().mapToInt(Slab::tensors).sum());
  }

  @Override
  public void close() {
    generation++;
    slabs.forEach(Slab::close);
    outputs.close();
  }
}
