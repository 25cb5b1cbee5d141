package org.dsd4j.kernel;

import org.dsd4j.tensor.Tensor;

/**
 * target ← value, element by element.
 *
 * @param target where the value goes
 * @param value what to compute; it may read {@code target}
 */
public record Assignment(Tensor target, Expression value) {}
