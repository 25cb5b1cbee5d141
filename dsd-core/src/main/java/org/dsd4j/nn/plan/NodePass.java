package org.dsd4j.nn.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.dsd4j.kernel.Activation;
import org.dsd4j.kernel.KernelFailedException;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.graph.Node;
import org.dsd4j.nn.spec.BackwardPass;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.nn.spec.ParameterSpec;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step's view of a plan's tensors. */
final class NodePass implements BackwardPass {
  private static final Logger LOG = LoggerFactory.getLogger(NodePass.class);

  private final PlanStep step;
  private final Node node;
  private final @Nullable Activation activation;
  private final boolean view;
  private final boolean keepsNaN;
  private final Kernels kernels;
  private final Tensors tensors;
  private final Map<String, Parameter> parameters = new HashMap<>();
  private final Set<String> warnings;
  private Seed randomness = Seed.of(0);
  private Lengths lengths = Lengths.whole();
  private boolean recomputation;
  private OptionalDouble statisticsShare = OptionalDouble.empty();

  NodePass(
      PlanStep step,
      PlanKind kind,
      Kernels kernels,
      Tensors tensors,
      Map<String, Parameter> networkParameters,
      Set<String> warnings) {
    this.step = step;
    this.node = step.node();
    this.activation = step.function();
    this.view = kind.shared() && step.isView();
    this.keepsNaN = kind.options().keepsNaN();
    this.kernels = kernels;
    this.tensors = tensors;
    this.warnings = warnings;
    for (ParameterSpec spec : node.parameterSpecs()) {
      String fullName = node.parameterName(spec.name());
      parameters.put(spec.name(), Objects.requireNonNull(networkParameters.get(fullName)));
    }
  }

  /**
   * The tensors of a step.
   *
   * @param inputs the values that it reads
   * @param output the value that it computes
   * @param saved those that it saves for the backward computation, by name
   * @param outputGradient the output's gradient, where it has one
   * @param targets the gradient of each input; null where it is not needed
   */
  record Tensors(
      List<Tensor> inputs,
      Tensor output,
      Map<String, Tensor> saved,
      @Nullable Tensor outputGradient,
      List<@Nullable GradientTarget> targets) {}

  /**
   * How an input's gradient is computed.
   *
   * @param written the tensor that the layer overwrites, if any
   * @param added the tensor that is then added to {@code sum}, if any
   * @param sum the gradient, where something is added to it
   */
  record GradientTarget(@Nullable Tensor written, @Nullable Tensor added, @Nullable Tensor sum) {}

  void forward(Seed ofStep) {
    this.randomness = ofStep.derive(node.name());
    compute();
  }

  /** Repeats the last forward computation. */
  void forwardAgain() {
    recomputation = true;
    try {
      compute();
    } finally {
      recomputation = false;
    }
  }

  private void compute() {
    if (!view) {
      named(() -> step.forward(this));
    }
  }

  private void named(Runnable computation) {
    try {
      computation.run();
    } catch (KernelFailedException e) {
      throw e.at("layer '" + node.name() + "' (" + step + ")");
    }
  }

  void backward() {
    named(() -> step.backward(this));
    for (GradientTarget target : tensors.targets) {
      if (target != null && target.added() != null && target.sum() != null) {
        kernels.elementwise().add(target.sum(), target.added(), false, target.sum());
      }
    }
  }

  /** Sets the lengths of the input and returns those of the output. */
  Lengths lengths(Lengths ofInput) {
    node.checkLengths(tensors.inputs.get(node.layer().sequenceInput()).shape(), ofInput);
    this.lengths = ofInput;
    return node.layer().endsSequences() ? Lengths.whole() : ofInput.map(node.layer()::outputLength);
  }

  @Override
  public Lengths lengths() {
    return lengths;
  }

  /** The name of the step's output. */
  String outputName() {
    return step.output();
  }

  /** The name of the value whose lengths the step sees. */
  String sequenceSource() {
    return node.sequenceSource();
  }

  /** The name of the first node of the step. */
  String name() {
    return node.name();
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public Mode mode() {
    return step.mode();
  }

  @Override
  public boolean holdsStatistics() {
    return step.holdsStatistics();
  }

  @Override
  public double statisticsShare(double usual) {
    return statisticsShare.orElse(usual);
  }

  /** Sets the share for the next computations; of the layer's own, if empty. */
  void statisticsShare(OptionalDouble share) {
    statisticsShare = share;
  }

  @Override
  public @Nullable Activation activation() {
    return activation;
  }

  @Override
  public boolean isRecomputation() {
    return recomputation;
  }

  @Override
  public boolean keepsNaN() {
    return keepsNaN;
  }

  @Override
  public int inputs() {
    return tensors.inputs.size();
  }

  @Override
  public Tensor input(int index) {
    return tensors.inputs.get(index);
  }

  @Override
  public Tensor output() {
    return tensors.output;
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
    return Objects.requireNonNull(tensors.saved.get(name), name);
  }

  @Override
  public void warn(String message) {
    String warning = "layer '" + node.name() + "' (" + step + "): " + message;
    if (warnings.add(warning)) {
      LOG.warn(warning);
    }
  }

  @Override
  public Seed randomness() {
    return randomness;
  }

  @Override
  public Tensor outputGradient() {
    return Objects.requireNonNull(tensors.outputGradient);
  }

  @Override
  public @Nullable Tensor inputGradient(int index) {
    GradientTarget target = tensors.targets.get(index);
    return target == null ? null : target.written();
  }

  @Override
  public @Nullable Tensor parameterGradient(String name) {
    Parameter parameter = declared(name);
    return parameter.isTrained() ? parameter.gradient() : null;
  }
}
