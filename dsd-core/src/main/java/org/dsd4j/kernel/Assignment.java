package org.dsd4j.kernel;

import org.dsd4j.tensor.Tensor;

/**
 * target ← value, element by element.
 *
 * @param target the tensor to write
 * @param value the value to compute; it may read {@code target}
 */
public record Assignment(Tensor target, Expression value) {}
