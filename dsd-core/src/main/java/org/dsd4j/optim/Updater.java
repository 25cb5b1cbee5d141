package org.dsd4j.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dsd4j.internal.Check;
import org.dsd4j.kernel.Elementwise;
import org.dsd4j.kernel.Expression;
import org.dsd4j.kernel.Kernels;
import org.dsd4j.nn.Network;
import org.dsd4j.nn.Parameter;
import org.dsd4j.tensor.Tensor;

/**
 * Applies an {@link Optimizer} to the parameters of one network and holds its state arrays.
 *
 * <p>This is the one place where masks are enforced. A step multiplies masked parameters' gradients
 * by their masks before any norm is taken, clips, updates, and then multiplies weights and every
 * state array by the masks; so no listener, metric or checkpoint ever sees anything but zero where
 * a mask says so, and nothing has gathered there when the mask is dropped. A mask that keeps all
 * changes no bit.
 *
 * <p>Life: created for a network, any number of steps, closed before the network.
 */
public final class Updater implements AutoCloseable {
  // As in PyTorch: keeps the factor finite for a norm of zero.
  private static final double NORM_EPSILON = 1e-6;

  private final Optimizer optimizer;
  private final GradientClipping clipping;
  private final Kernels kernels;
  private final List<Parameter> parameters;
  private final Map<String, Map<String, Tensor>> state = new LinkedHashMap<>();
  private long steps;

  /** An updater whose state arrays are zero. */
  public Updater(Network network, Optimizer optimizer, GradientClipping clipping) {
    this.optimizer = optimizer;
    this.clipping = clipping;
    this.kernels = network.kernels();
    this.parameters = network.parameters();
    for (Parameter parameter : parameters) {
      Map<String, Tensor> arrays = new LinkedHashMap<>();
      for (String name : optimizer.stateNames()) {
        arrays.put(name, kernels.memory().allocate(parameter.value().type(), parameter.shape()));
      }
      state.put(parameter.name(), Collections.unmodifiableMap(arrays));
    }
  }

  /** The rule. */
  public Optimizer optimizer() {
    return optimizer;
  }

  /** How many steps were taken. */
  public long steps() {
    return steps;
  }

  /** The state arrays of a parameter, by name. */
  public Map<String, Tensor> state(String parameter) {
    Map<String, Tensor> arrays = state.get(parameter);
    if (arrays == null) {
      throw new IllegalArgumentException(
          Check.message("parameter", "one of " + state.keySet(), parameter, "check the spelling"));
    }
    return arrays;
  }

  /**
   * Moves every parameter along the gradient that the last backward computation left, frozen ones
   * apart: their memory is not even read.
   */
  public void step(double learningRate) {
    Check.notNegative("learning rate", learningRate);
    steps++;
    List<Parameter> trained = trained();
    trained.forEach(parameter -> mask(parameter, parameter.gradient()));
    clip(trained);
    for (Parameter parameter : trained) {
      Update update = new Update(parameter, state(parameter.name()), steps, learningRate);
      kernels.elementwise().run(optimizer.step(update));
    }
    enforceMasks(trained);
  }

  private List<Parameter> trained() {
    return parameters.stream().filter(Parameter::isTrained).toList();
  }

  /**
   * Sets every masked element of weights and state arrays to zero, those of frozen parameters too;
   * for the others a step ends with this.
   */
  public void enforceMasks() {
    enforceMasks(parameters);
  }

  private void enforceMasks(List<Parameter> masked) {
    for (Parameter parameter : masked) {
      mask(parameter, parameter.value());
      state(parameter.name()).values().forEach(array -> mask(parameter, array));
    }
  }

  private void mask(Parameter parameter, Tensor tensor) {
    parameter
        .maskTensor()
        .ifPresent(
            mask ->
                kernels
                    .elementwise()
                    .assign(tensor, Expression.of(tensor).times(Expression.of(mask))));
  }

  /** The L2 norm of all gradients together, frozen parameters apart. */
  public double gradientNorm() {
    double squares = 0;
    for (Parameter parameter : trained()) {
      squares += kernels.elementwise().sum(Expression.of(parameter.gradient()).squared());
    }
    return Math.sqrt(squares);
  }

  private void clip(List<Parameter> trained) {
    Elementwise elementwise = kernels.elementwise();
    switch (clipping.kind()) {
      case NONE -> {}
      case VALUE -> {
        for (Parameter parameter : trained) {
          Expression clipped =
              Expression.of(parameter.gradient()).clamp(-clipping.limit(), clipping.limit());
          elementwise.assign(parameter.gradient(), clipped);
        }
      }
      case NORM -> {
        double factor = clipping.limit() / (gradientNorm() + NORM_EPSILON);
        if (factor < 1) {
          for (Parameter parameter : trained) {
            elementwise.assign(
                parameter.gradient(), Expression.of(parameter.gradient()).times(factor));
          }
        }
      }
    }
  }

  /** A copy of the state arrays and the number of steps. */
  public UpdaterSnapshot snapshot() {
    return UpdaterSnapshot.of(steps, state);
  }

  /** Sets state arrays and number of steps to what they were when the snapshot was taken. */
  public void restore(UpdaterSnapshot snapshot) {
    snapshot.copyInto(state);
    steps = snapshot.steps();
  }

  @Override
  public void close() {
    state.values().forEach(arrays -> arrays.values().forEach(kernels.memory()::release));
    state.clear();
  }
}
