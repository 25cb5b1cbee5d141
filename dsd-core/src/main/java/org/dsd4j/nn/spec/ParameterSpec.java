package org.dsd4j.nn.spec;

import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * A parameter that a layer asks for.
 *
 * @param name its name within the layer, such as {@code weight}
 * @param shape its extents
 * @param role what it is to the layer
 * @param initializer what it starts as
 * @param outputAxis the axis along which the layer's outputs lie, from 0: what is no weight of
 *     several outputs has 0
 */
public record ParameterSpec(
    String name, Shape shape, Role role, Initializer initializer, int outputAxis) {
  /** Fails if nothing says what it starts as. */
  public ParameterSpec {
    Check.given("initializer of " + name, initializer);
  }

  /** A parameter whose outputs lie along its first axis: [out, in, ...]. */
  public ParameterSpec(String name, Shape shape, Role role, Initializer initializer) {
    this(name, shape, role, initializer, 0);
  }
}
