package org.dsd4j.optim;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Expression.Elements;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Applies an {@link Optimizer} to the parameters of one network and holds its state arrays.
 *
 * <p>This class alone enforces masks. A step multiplies masked parameters' gradients by their masks
 * before any norm is taken, clips, updates, and then multiplies weights and every state array by
 * the masks; so listeners, metrics and checkpoints always see zeros at masked elements, and no
 * state has accumulated there when the mask is removed. A mask that keeps all elements changes no
 * bit.
 *
 * <p>Life cycle: created for a network, any number of steps, closed before the network.
 */
public final class Updater implements AutoCloseable {
  // As in PyTorch; keeps the factor finite for a norm of zero.
  private static final double NORM_EPSILON = 1e-6;

  private final Optimizer optimizer;
  private final GradientClipping clipping;
  private final LearningRateFactors factors;
  private final Network network;
  private final Kernels kernels;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Map<String, Tensor>> state = new LinkedHashMap<>();
  private long steps;

  /** An updater with zero state arrays and the same learning rate for all parameters. */
  public Updater(Network network, Optimizer optimizer, GradientClipping clipping) {
    this(network, optimizer, clipping, LearningRateFactors.none());
  }

  /**
   * An updater with zero state arrays.
   *
   * @throws IllegalArgumentException if the name of a factor matches no parameter
   */
  public Updater(
      Network network,
      Optimizer optimizer,
      GradientClipping clipping,
      LearningRateFactors factors) {
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.factors = factors;
    this.network = network;
    this.kernels = network.kernels();
    factors.check(network.parameters());
    network.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    // Frozen parameters get their arrays only when they are first trained.
    trained().forEach(parameter -> state(parameter.name()));
  }

  /** The optimizer. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** The number of steps taken. */
  public long steps() {
    return steps;
  }

  /** The state arrays of a parameter, by name. */
  public Map<String, Tensor> state(String parameter) {
    Parameter known = parameters.get(parameter);
    if (known == null) {
      throw new IllegalArgumentException(
          Check.message(
              "parameter", "one of " + parameters.keySet(), parameter, "check the spelling"));
    }
    return state.computeIfAbsent(parameter, name -> zeros(known));
  }

  private Map<String, Tensor> zeros(Parameter parameter) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (String name : optimizer.stateNames()) {
      arrays.put(name, kernels.memory().allocate(parameter.value().type(), parameter.shape()));
    }
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Updates every parameter by the gradient of the last backward computation, except frozen ones,
   * whose memory is not even read.
   *
   * @param learningRate the rate of this step, which is multiplied by each parameter's factor
   */
  public void step(double learningRate) {
    Check.notNegative("learning rate", learningRate);
    alone(() -> move(learningRate));
  }

  private void alone(Runnable work) {
    network.exclusively(
        () -> {
          work.run();
          return true;
        });
  }

  private void move(double learningRate) {
    steps++;
    double shrinking = factorOfNorm();
    for (Parameter parameter : trained()) {
      // All in one call, so that kernels can execute it in one pass over memory.
      List<Assignment> assignments = new ArrayList<>();
      Expression gradient = masked(parameter, parameter.gradient()).times(shrinking);
      if (clipping.kind() == GradientClipping.Kind.VALUE) {
        gradient = gradient.clamp(-clipping.limit(), clipping.limit());
      }
      if (!(gradient instanceof Elements)) {
        assignments.add(new Assignment(parameter.gradient(), gradient));
      }
      Map<String, Tensor> arrays = state(parameter.name());
      double rate = learningRate * factors.of(parameter);
      assignments.addAll(optimizer.step(new Update(parameter, arrays, steps, rate)));
      assignments.addAll(enforcement(parameter));
      kernels.elementwise().run(assignments);
    }
  }

  private List<Parameter> trained() {
    return parameters.values().stream().filter(Parameter::isTrained).toList();
  }

  /**
   * Sets every masked element of weights and state arrays to zero, including those of frozen
   * parameters. A step does this for all other parameters.
   */
  public void enforceMasks() {
    alone(this::enforceAll);
  }

  private void enforceAll() {
    for (Parameter parameter : parameters.values()) {
      List<Assignment> assignments = enforcement(parameter);
      if (!assignments.isEmpty()) {
        kernels.elementwise().run(assignments);
      }
    }
  }

  private List<Assignment> enforcement(Parameter parameter) {
    if (parameter.maskTensor().isEmpty()) {
      return List.of();
    }
    Collection<Tensor> arrays = state.getOrDefault(parameter.name(), Map.of()).values();
    return Stream.concat(Stream.of(parameter.value()), arrays.stream())
        .map(tensor -> new Assignment(tensor, masked(parameter, tensor)))
        .toList();
  }

  /** The tensor's elements, with zeros at those that the parameter's mask does not keep. */
  private static Expression masked(Parameter parameter, Tensor tensor) {
    Expression elements = Expression.of(tensor);
    return parameter.maskTensor().map(Expression::of).map(elements::times).orElse(elements);
  }

  /** The L2 norm of all gradients together, without frozen parameters and masked elements. */
  public double gradientNorm() {
    double squares = 0;
    for (Parameter parameter : trained()) {
      squares += kernels.elementwise().sum(masked(parameter, parameter.gradient()).squared());
    }
    return Math.sqrt(squares);
  }

  /** The factor by which the joint norm of the gradients becomes at most the limit. */
  private double factorOfNorm() {
    return clipping.kind() == GradientClipping.Kind.NORM
        ? Math.min(1, clipping.limit() / (gradientNorm() + NORM_EPSILON))
        : 1;
  }

  /** A description of the first state array with values that are not finite. */
  public Optional<String> firstNonFiniteState() {
    return state.entrySet().stream()
        .flatMap(
            parameter ->
                parameter.getValue().entrySet().stream()
                    .filter(array -> !kernels.memory().allFinite(array.getValue()))
                    .map(array -> "the " + array.getKey() + " of '" + parameter.getKey() + "'"))
        .findFirst();
  }

  /** A copy of the state arrays and the number of steps. */
  public UpdaterSnapshot snapshot() {
    return snapshot(UpdaterSnapshot.empty());
  }

  /**
   * A copy like {@link #snapshot()} that reuses the memory of an old snapshot where it fits.
   *
   * @param spare the old snapshot, which is closed; its arrays must not be read afterwards
   */
  public UpdaterSnapshot snapshot(UpdaterSnapshot spare) {
    return network.exclusively(
        () ->
            UpdaterSnapshot.of(
                steps,
                parameters.keySet(),
                optimizer.stateNames(),
                UpdaterSnapshot.copies(state, spare.release())));
  }

  /**
   * Fails unless {@link #restore} takes this snapshot.
   *
   * @throws IllegalArgumentException if it is one of another network or another kind of optimizer
   * @throws IllegalStateException if it was closed
   */
  public void requireFit(UpdaterSnapshot snapshot) {
    snapshot.check(parameters.keySet(), optimizer.stateNames());
  }

  /**
   * Restores the state arrays and the number of steps of a snapshot.
   *
   * @throws IllegalArgumentException if it belongs to another network or kind of optimizer; then
   *     nothing is changed
   */
  public void restore(UpdaterSnapshot snapshot) {
    alone(() -> copyFrom(snapshot));
  }

  private void copyFrom(UpdaterSnapshot snapshot) {
    requireFit(snapshot);
    for (String parameter : parameters.keySet()) {
      Map<String, INDArray> saved = snapshot.arrays(parameter);
      if (!saved.isEmpty()) {
        state(parameter).forEach((name, tensor) -> tensor.set(requireNonNull(saved.get(name))));
      } else if (state.containsKey(parameter)) {
        zero(state(parameter));
      }
    }
    steps = snapshot.steps();
  }

  /** Goes back to the start: state arrays of zeros, and no step taken. */
  public void clear() {
    alone(
        () -> {
          state.values().forEach(this::zero);
          steps = 0;
        });
  }

  private void zero(Map<String, Tensor> arrays) {
    arrays.values().forEach(tensor -> kernels.memory().fill(tensor, 0));
  }

  @Override
  public void close() {
    state.values().forEach(arrays -> arrays.values().forEach(kernels.memory()::release));
    state.clear();
    parameters.clear();
  }
}
