package org.dsd4j.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One layer's view of a plan's tensors. */
final class NodePass implements BackwardPass {
  private final Node node;
  private final Kernels kernels;
  private final List<Tensor> inputs;
  private final Tensor output;
  private final Map<String, Parameter> parameters = new HashMap<>();
  private final Map<String, Tensor> saved;
  private @Nullable Tensor outputGradient;
  private List<@Nullable GradientTarget> targets = List.of();
  private Mode mode = Mode.INFERENCE;
  private Seed randomness = Seed.of(0);

  NodePass(
      Node node,
      Kernels kernels,
      List<Tensor> inputs,
      Tensor output,
      Map<String, Parameter> networkParameters,
      Map<String, Tensor> saved) {
    this.node = node;
    this.kernels = kernels;
    this.inputs = inputs;
    this.output = output;
    this.saved = saved;
    for (ParameterSpec spec : node.parameterSpecs()) {
      String fullName = node.parameterName(spec.name());
      parameters.put(spec.name(), Objects.requireNonNull(networkParameters.get(fullName)));
    }
  }

  /**
   * Where a layer writes an input's gradient.
   *
   * @param part what the layer overwrites
   * @param sum what {@code part} is then added to; null where {@code part} is the gradient itself
   */
  record GradientTarget(Tensor part, @Nullable Tensor sum) {}

  void prepareBackward(Tensor outputGradient, List<@Nullable GradientTarget> targets) {
    this.outputGradient = outputGradient;
    this.targets = new ArrayList<>(targets);
  }

  void forward(Mode mode, Seed step) {
    this.mode = mode;
    this.randomness = step.derive(node.name());
    node.layer().forward(this);
  }

  void backward() {
    node.layer().backward(this);
    for (GradientTarget target : targets) {
      if (target != null && target.sum() != null) {
        Expression sum = Expression.of(target.sum()).plus(Expression.of(target.part()));
        kernels.elementwise().assign(target.sum(), sum);
      }
    }
  }

  Node node() {
    return node;
  }

  boolean hasTrainedParameters() {
    return parameters.values().stream().anyMatch(p -> p.role().trainable());
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Mode mode() {
    return mode;
  }

  @Override
  public int inputs() {
    return inputs.size();
  }

  @Override
  public Tensor input(int index) {
    return inputs.get(index);
  }

  @Override
  public Tensor output() {
    return output;
  }

  @Override
  public Tensor parameter(String name) {
    return declared(name).value();
  }

  private Parameter declared(String name) {
    return Objects.requireNonNull(parameters.get(name), name);
  }

  @Override
  public Tensor saved(String name) {
    return Objects.requireNonNull(saved.get(name), name);
  }

  @Override
  public Seed randomness() {
    return randomness;
  }

  @Override
  public Tensor outputGradient() {
    return Objects.requireNonNull(outputGradient);
  }

  @Override
  public @Nullable Tensor inputGradient(int index) {
    GradientTarget target = targets.get(index);
    return target == null ? null : target.part();
  }

  @Override
  public @Nullable Tensor parameterGradient(String name) {
    Parameter parameter = declared(name);
    return parameter.role().trainable() ? parameter.gradient() : null;
  }
}
