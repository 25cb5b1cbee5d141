package org.dsd4j.nn.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.NetworkGraph;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * All that a network needs to compute on batches of one size in one mode: a {@link PlanDraft} and
 * the memory for it.
 *
 * <p>Tensors share memory, so a value exists only while a later turn reads it. Inputs and outputs
 * exist until another computation begins in the same memory.
 *
 * @hidden
 */
@Internal
public final class ExecutionPlan implements AutoCloseable {
  private final PlanDraft draft;
  private final Kernels kernels;
  private final AtomicLong generation;
  private final GradientFlow flow;
  private final PlanSlots slots;
  private final List<Slab> slabs = new ArrayList<>();
  private final PlanOutputs outputs;
  private final List<NodePass> passes = new ArrayList<>();
  private final Map<String, Lengths> lengths = new HashMap<>();

  /**
   * The memory of a plan.
   *
   * @param memory gives a stretch for each layout, which the plan releases
   * @param generation the number of the latest computation in that memory
   */
  record PlanMemory(Function<Slab.Placement, Tensor> memory, AtomicLong generation) {}

  /**
   * Takes memory for a plan.
   *
   * @param warnings collects the warnings of layers
   */
  ExecutionPlan(
      PlanDraft draft,
      Kernels kernels,
      PlanTypes types,
      Map<String, Parameter> parameters,
      Set<String> warnings,
      PlanMemory place) {
    this.draft = draft;
    this.kernels = kernels;
    this.generation = place.generation();
    this.flow = draft.flow();
    this.slots = draft.slots();
    PlanKind kind = draft.kind();
    try {
      for (Slab.Placement layout : draft.layouts()) {
        slabs.add(new Slab(kernels.memory(), layout, place.memory().apply(layout)));
      }
      this.outputs = outputs(types.statistics());
    } catch (OutOfMemoryError e) {
      slabs.forEach(Slab::close);
      throw kind.tooLarge(e);
    }
    for (int i = 0; i < draft.steps().size(); i++) {
      PlanStep step = draft.steps().get(i);
      passes.add(new NodePass(step, kind, kernels, tensors(i, step), parameters, warnings));
    }
  }

  private PlanOutputs outputs(ElementType type) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    Map<String, Tensor> gradients = new LinkedHashMap<>();
    for (String name : graph().outputs().keySet()) {
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

  private NodePass.Tensors tensors(int index, PlanStep step) {
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

  private NodePass.@Nullable GradientTarget target(int index, PlanStep step, int input) {
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

  public NetworkGraph graph() {
    return draft.graph();
  }

  public Kernels kernels() {
    return kernels;
  }

  public PlanKind kind() {
    return draft.kind();
  }

  /** The names of the parameters that needed a gradient when the plan was made. */
  Set<String> trained() {
    return draft.trained();
  }

  /** Sets how many steps of these inputs are real in the next computations; of others all are. */
  public void lengths(Map<String, Lengths> ofInputs) {
    lengths.clear();
    lengths.putAll(ofInputs);
    for (NodePass pass : passes) {
      lengths.put(pass.outputName(), pass.lengths(lengthsOf(pass.sequenceSource())));
    }
  }

  /**
   * Sets by how much the next computations move running statistics; by the layers' own if empty.
   */
  public void statisticsShare(OptionalDouble share) {
    passes.forEach(pass -> pass.statisticsShare(share));
  }

  /** How many steps of each sequence of a value are real. */
  public Lengths lengthsOf(String name) {
    return lengths.getOrDefault(name, Lengths.whole());
  }

  public boolean inputsAreFinite() {
    return graph().inputs().keySet().stream()
        .map(this::value)
        .allMatch(kernels.memory()::allFinite);
  }

  /** Copies of the inputs by name, for {@link #takeInputs}. */
  public Map<String, INDArray> copiesOfInputs() {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    graph().inputs().keySet().forEach(name -> copies.put(name, value(name).toArray()));
    return copies;
  }

  /** Sets the inputs to these values, which are then closed. */
  public void takeInputs(Map<String, INDArray> inputs) {
    inputs.forEach(
        (name, values) -> {
          value(name).set(values);
          values.close();
        });
  }

  /**
   * The first input or layer with values that are not finite; overwritten values are recomputed.
   */
  public Optional<String> firstNonFinite() {
    for (String input : graph().inputs().keySet()) {
      if (!kernels.memory().allFinite(value(input))) {
        return Optional.of("input '" + input + "'");
      }
    }
    for (NodePass pass : passes) {
      pass.forwardAgain();
      if (!kernels.memory().allFinite(pass.output())) {
        return Optional.of("layer '" + pass.name() + "' (" + description(pass.name()) + ")");
      }
    }
    return Optional.empty();
  }

  private String description(String name) {
    return graph().nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .description();
  }

  /** Computes the outputs from the inputs. */
  public void forward(Seed randomness) {
    for (NodePass pass : passes) {
      pass.forward(randomness);
    }
    outputs.collect();
  }

  /** Computes parameters' gradients from those of the outputs. */
  public void backward() {
    outputs.distribute();
    for (Turn turn : draft.turns()) {
      switch (turn.kind()) {
        case FORWARD, LOSS, END -> {}
        case RECOMPUTATION -> passes.get(turn.step()).forwardAgain();
        case BACKWARD -> passes.get(turn.step()).backward();
      }
    }
  }

  /** Invalidates earlier passes and returns the number of a new one. */
  public long nextGeneration() {
    return generation.incrementAndGet();
  }

  public long generation() {
    return generation.get();
  }

  public Tensor value(String name) {
    return tensor(slots.value(name));
  }

  /** The outputs and their gradients. */
  public PlanOutputs outputs() {
    return outputs;
  }

  private Tensor gradient(String name) {
    return tensor(slots.gradient(name));
  }

  PlanDraft draft() {
    return draft;
  }

  /** The bytes that it takes in addition to its tensors. */
  long bytesBeside() {
    return outputs.bytes();
  }

  MemoryUse.Held held() {
    return new MemoryUse.Held(
        draft.kind().mode(),
        draft.kind().batchSize(),
        slabs.stream().mapToLong(Slab::bytes).sum() + outputs.bytes(),
        slabs.stream().mapToLong(Slab::bytesUnshared).sum() + outputs.bytes(),
        slabs.stream().mapToInt(Slab::tensors).sum());
  }

  @Override
  public void close() {
    generation.incrementAndGet();
    slabs.forEach(Slab::close);
    outputs.close();
  }
}
