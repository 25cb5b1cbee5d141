package org.dsd4j.nn.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.dsd4j.internal.Internal;
import org.dsd4j.kernel.Memory;
import org.dsd4j.tensor.ElementType;
import org.dsd4j.tensor.Tensor;

/**
 * A plan's outputs and their gradients in the network's element type: copies where the steps
 * compute in a narrower one, so that losses need not.
 *
 * @hidden
 */
@Internal
public final class PlanOutputs implements AutoCloseable {
  private final Memory memory;
  private final Map<String, Tensor> values;
  private final Map<String, Tensor> gradients;
  private final Map<Tensor, Tensor> wideOf = new LinkedHashMap<>();

  /**
   * The outputs of a plan.
   *
   * @param type the network's element type
   * @param values the steps' tensors by output
   * @param gradients the gradients of those that have one
   */
  PlanOutputs(
      Memory memory, ElementType type, Map<String, Tensor> values, Map<String, Tensor> gradients) {
    this.memory = memory;
    this.values = values;
    this.gradients = gradients;
    try {
      allocate(type);
    } catch (OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  private void allocate(ElementType type) {
    for (Map<String, Tensor> tensors : List.of(values, gradients)) {
      for (Tensor tensor : tensors.values()) {
        if (tensor.type() != type) {
          wideOf.put(tensor, memory.allocate(type, tensor.shape()));
        }
      }
    }
  }

  public Tensor value(String name) {
    return wide(values, name);
  }

  public Tensor gradient(String name) {
    return wide(gradients, name);
  }

  private Tensor wide(Map<String, Tensor> tensors, String name) {
    Tensor tensor = Objects.requireNonNull(tensors.get(name), name);
    return wideOf.getOrDefault(tensor, tensor);
  }

  /** The names of the outputs that have a gradient. */
  public Set<String> differentiable() {
    return gradients.keySet();
  }

  /** After the steps' forward computation: copies outputs from narrower ones. */
  void collect() {
    copy(values, tensor -> tensor, tensor -> wideOf.get(tensor));
  }

  /** Before the steps' backward computation: copies gradients to narrower ones. */
  void distribute() {
    copy(gradients, tensor -> wideOf.get(tensor), tensor -> tensor);
  }

  private void copy(
      Map<String, Tensor> tensors, Function<Tensor, Tensor> from, Function<Tensor, Tensor> to) {
    for (Tensor tensor : tensors.values()) {
      if (wideOf.containsKey(tensor)) {
        memory.copy(from.apply(tensor), to.apply(tensor));
      }
    }
  }

  long bytes() {
    return wideOf.values().stream()
        .mapToLong(tensor -> tensor.shape().elements() * tensor.type().bytes())
        .sum();
  }

  @Override
  public void close() {
    wideOf.values().forEach(memory::release);
    wideOf.clear();
  }
}
