package org.dsd4j.nn;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.NetworkStage.Stage;
import org.dsd4j.nn.plan.ComputationGuard;
import org.dsd4j.nn.plan.ExecutionPlan;
import org.dsd4j.nn.spec.Mode;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Seed;
import org.dsd4j.tensor.Shape;
import org.dsd4j.tensor.ShapeException;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One computation of a network on one batch: set the inputs, {@link #forward}, read the outputs; to
 * train, write the {@link #outputGradient}s and go {@link #backward}, which leaves each parameter's
 * gradient.
 *
 * <p>The pass and its tensors are valid until the network begins another computation in the same
 * mode; using one later, in another order, or while another thread computes on the network fails.
 */
public final class NetworkPass {
  private final Supplier<ExecutionPlan> planKeepingNaN;
  private final ComputationGuard guard;
  private final List<String> inputNames;
  private final Map<String, Lengths> lengths = new HashMap<>();
  private final Set<String> gradientsWritten = new HashSet<>();
  private final NetworkStage stage;
  private ExecutionPlan plan;

  /**
   * A computation by this plan, which fuses layers, or, if inputs are not finite, by the one that
   * keeps NaN.
   */
  NetworkPass(ExecutionPlan plan, Supplier<ExecutionPlan> planKeepingNaN, ComputationGuard guard) {
    this.planKeepingNaN = planKeepingNaN;
    this.plan = plan;
    this.guard = guard;
    this.stage = new NetworkStage(guard, plan);
    this.inputNames = List.copyOf(plan.graph().inputs().keySet());
    plan.lengths(lengths);
    plan.statisticsShare(OptionalDouble.empty());
  }

  /** The names of the inputs, in the order of their numbers. */
  public List<String> inputNames() {
    return inputNames;
  }

  /** The names of the outputs, the main one first. */
  public List<String> outputNames() {
    return List.copyOf(plan.graph().outputs().keySet());
  }

  /** Sets input number {@code index}, [N, ...]. */
  public NetworkPass setInput(int index, INDArray values) {
    return set(index, Shape.of(values.shape()), tensor -> tensor.set(values));
  }

  /** Sets input number {@code index} to values of this shape, [N, ...], row-major. */
  public NetworkPass setInput(int index, Shape shape, float[] values) {
    return set(index, shape, tensor -> tensor.set(values));
  }

  private NetworkPass set(int index, Shape shape, Consumer<Tensor> values) {
    guard.run(
        () -> {
          stage.require(Stage.SETTING_INPUTS, "setInput");
          values.accept(checkShape(index, shape));
        });
    return this;
  }

  /**
   * Sets how many steps of each sequence of the only input [N, T, ...] are real; all by default.
   *
   * @throws IllegalArgumentException if there are several inputs, or the lengths do not suit the
   *     input's shape
   */
  public NetworkPass setLengths(Lengths lengths) {
    Check.argument(
        inputNames.size() == 1,
        "input with lengths",
        "the number of one of " + inputNames,
        "none",
        "say whose lengths they are: setLengths(index, lengths)");
    return setLengths(0, lengths);
  }

  /**
   * Sets how many steps of each sequence of input number {@code index} [N, T, ...] are real; all by
   * default.
   *
   * @throws ShapeException if the input is [N], one number for each sample, which has no steps
   * @throws IllegalArgumentException if there are more or fewer lengths than samples, or one is
   *     beyond T
   */
  public NetworkPass setLengths(int index, Lengths lengths) {
    guard.run(() -> checkedLengths(index, lengths));
    return this;
  }

  private void checkedLengths(int index, Lengths lengths) {
    stage.require(Stage.SETTING_INPUTS, "setLengths");
    String input = inputNames.get(index);
    if (!lengths.isWhole()) {
      Shape shape = plan.value(input).shape();
      if (shape.rank() < 2) {
        throw new ShapeException(
            "input '" + input + "'",
            "sequences [N, T, ...] where there are lengths",
            shape,
            "set no lengths for numbers without steps");
      }
      lengths.checked(shape.extent(0), shape.extent(1));
    }
    this.lengths.put(input, lengths);
    plan.lengths(this.lengths);
  }

  /**
   * Makes running statistics the mean over batches, instead of moving them by the layers' own
   * share: in batch number {@code batch}, from 1, they move by 1 / {@code batch} of the way. So
   * after batches 1 to n they are the mean of what these had, whatever they were before.
   *
   * @param batch the number of this batch, at least 1
   */
  public NetworkPass averagingStatistics(int batch) {
    Check.positive("number of the batch", batch);
    guard.run(
        () -> {
          stage.require(Stage.SETTING_INPUTS, "averagingStatistics");
          plan.statisticsShare(OptionalDouble.of(1.0 / batch));
        });
    return this;
  }

  private Tensor checkShape(int index, Shape received) {
    Tensor tensor = plan.value(inputNames.get(index));
    InputShapes.check(inputNames.get(index), tensor.shape(), received);
    return tensor;
  }

  /** Computes all outputs; dropout draws from {@code randomness}. */
  public NetworkPass forward(Seed randomness) {
    guard.run(
        () -> {
          stage.require(Stage.SETTING_INPUTS, "forward");
          if (plan.kind().mode() == Mode.INFERENCE && !plan.inputsAreFinite()) {
            keepNaN();
          }
          plan.forward(randomness);
          stage.reaches(Stage.FORWARD_DONE);
        });
    return this;
  }

  private void keepNaN() {
    // Both plans lie in the same memory, so the inputs pass through copies.
    Map<String, INDArray> inputs = plan.copiesOfInputs();
    plan = planKeepingNaN.get();
    plan.takeInputs(inputs);
    stage.computesBy(plan);
    plan.lengths(lengths);
  }

  /** The main output, [N, ...]. It belongs to the network and must not be written. */
  public Tensor output() {
    return output(mainOutput());
  }

  /** The output of the layer of this name, one of the network's outputs. */
  public Tensor output(String name) {
    return guard.run(() -> leased(checkedOutput(name)));
  }

  private Tensor checkedOutput(String name) {
    stage.requireOutputs("output");
    checkOutput(name);
    return plan.outputs().value(name);
  }

  private Tensor leased(Tensor tensor) {
    return guard.lease(tensor, () -> stage.requireValid("a tensor"));
  }

  /** How many steps of each sequence of an output [N, T, ...] are real. */
  public Lengths outputLengths(String name) {
    stage.requireValid("outputLengths");
    checkOutput(name);
    return plan.lengthsOf(name);
  }

  /** How many steps of each sequence of the main output [N, T, ...] are real. */
  public Lengths outputLengths() {
    return outputLengths(mainOutput());
  }

  private String mainOutput() {
    return plan.graph().outputs().keySet().iterator().next();
  }

  /**
   * The tensor into which the gradient of the objective with respect to an output must be written
   * before {@link #backward}. An output whose gradient is not requested adds nothing to the
   * objective.
   */
  public Tensor outputGradient(String name) {
    return guard.run(() -> leased(checkedGradient(name)));
  }

  private Tensor checkedGradient(String name) {
    stage.requireBeforeBackward("outputGradient");
    checkOutput(name);
    Check.argument(
        plan.outputs().differentiable().contains(name),
        "output '" + name + "'",
        "an output that depends on a trained parameter",
        "one that depends on none",
        "add a layer with parameters before it or unfreeze one, or leave its loss out");
    gradientsWritten.add(name);
    return plan.outputs().gradient(name);
  }

  /** Computes the gradient of every trained parameter. */
  public void backward() {
    guard.run(this::checkedBackward);
  }

  private void checkedBackward() {
    stage.requireBeforeBackward("backward");
    for (String name : plan.outputs().differentiable()) {
      if (!gradientsWritten.contains(name)) {
        plan.kernels().memory().fill(plan.outputs().gradient(name), 0);
      }
    }
    plan.backward();
    stage.reaches(Stage.BACKWARD_DONE);
  }

  /**
   * The first input or layer whose values are not all finite numbers, in the order of computing.
   *
   * <p>It computes the values once more, since their memory may have been reused, and ends the
   * computation: only another search may follow. Parameters and statistics stay as they are.
   */
  public Optional<String> firstNonFinite() {
    return guard.run(this::search);
  }

  private Optional<String> search() {
    stage.requireForward("firstNonFinite");
    stage.reaches(Stage.REPLAYED);
    return plan.firstNonFinite();
  }

  private void checkOutput(String name) {
    Check.argument(
        plan.graph().outputs().containsKey(name),
        "output",
        "one of " + plan.graph().outputs().keySet(),
        name,
        "name an output of the network");
  }
}
