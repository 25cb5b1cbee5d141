package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.nn.spec.Parameter;

/**
 * The rule of updating a parameter by its gradient. Immutable: an {@link Updater} holds the state
 * of one training run.
 *
 * <p>An implementation names the state arrays that it keeps for each parameter and states its step
 * as formulas on elements. The updater applies masks and clipping.
 */
public interface Optimizer {
  /** The name and settings, for tables and provenance. */
  @Override
  String toString();

  /** The names of the state arrays kept for each parameter, each with the parameter's shape. */
  List<String> stateNames();

  /** The assignments of one step, executed in this order. */
  List<Assignment> step(Update update);

  /** The weight decay; none unless overridden. */
  default WeightDecay weightDecay() {
    return WeightDecay.none();
  }

  /** The decay's coefficient for one parameter. */
  default double decayOf(Parameter parameter) {
    return weightDecay().of(parameter.role());
  }
}
