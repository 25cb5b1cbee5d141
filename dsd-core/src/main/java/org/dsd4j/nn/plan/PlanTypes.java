package org.dsd4j.nn.plan;

import org.dsd4j.internal.Internal;
import org.dsd4j.tensor.ElementType;

/**
 * The types of a plan's tensors.
 *
 * @param activations the type of values and their gradients
 * @param statistics the type of statistics, which are never narrow: the network's element type
 * @hidden
 */
@Internal
public record PlanTypes(ElementType activations, ElementType statistics) {
  ElementType of(Slot slot) {
    return slot.isStatistic() ? statistics : activations;
  }
}
