package org.dsd4j.optim;

import java.util.Map;
import java.util.Objects;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.kernel.Expression;
import org.dsd4j.nn.spec.Parameter;
import org.dsd4j.tensor.Tensor;

/**
 * The inputs of an optimizer for one parameter at one step.
 *
 * @param parameter the parameter, with its gradient
 * @param state its state arrays by name
 * @param step the number of this step, from 1
 * @param learningRate the rate of this step
 * @param gradient the gradient of what is minimised; of the loss, unless an optimizer that wraps
 *     another one adds a penalty's
 */
public record Update(
    Parameter parameter,
    Map<String, Tensor> state,
    long step,
    double learningRate,
    Expression gradient) {
  /** The inputs of a step by the parameter's own gradient. */
  public Update(Parameter parameter, Map<String, Tensor> state, long step, double learningRate) {
    this(parameter, state, step, learningRate, Expression.of(parameter.gradient()));
  }

  /** The same step with another gradient. */
  public Update withGradient(Expression other) {
    return new Update(parameter, state, step, learningRate, other);
  }

  /** The weight. */
  public Expression weight() {
    return Expression.of(parameter.value());
  }

  /** The gradient plus {@code decay} times the weight: weight decay as an L2 penalty. */
  public Expression gradientWithDecay(double decay) {
    return decay == 0 ? gradient() : gradient().plus(weight().times(decay));
  }

  /** The state array with this name. */
  public Expression state(String name) {
    return Expression.of(stateTensor(name));
  }

  /** Assigns a value to a state array. */
  public Assignment setState(String name, Expression value) {
    return new Assignment(stateTensor(name), value);
  }

  /** Assigns a value to the weight. */
  public Assignment setWeight(Expression value) {
    return new Assignment(parameter.value(), value);
  }

  /** Subtracts {@code amount} from the weight. */
  public Assignment lowerWeight(Expression amount) {
    return setWeight(weight().minus(amount));
  }

  private Tensor stateTensor(String name) {
    return Objects.requireNonNull(state.get(name), name);
  }
}
