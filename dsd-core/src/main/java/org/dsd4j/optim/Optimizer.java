package org.dsd4j.optim;

import java.util.List;
import org.dsd4j.kernel.Assignment;
import org.dsd4j.nn.spec.Parameter;

/**
 * A rule that moves a parameter along its gradient. Immutable: an {@link Updater} holds the state
 * of one training run.
 *
 * <p>A new optimizer is one class: it names the arrays that it keeps for each parameter and writes
 * its step as formulas on elements. Masks, clipping and clearing of state are the updater's.
 */
public interface Optimizer {
  /** The name and settings, for tables and provenance. */
  @Override
  String toString();

  /** The names of the state arrays kept for each parameter, each shaped as the parameter. */
  List<String> stateNames();

  /** The assignments of one step, carried out in this order. */
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
