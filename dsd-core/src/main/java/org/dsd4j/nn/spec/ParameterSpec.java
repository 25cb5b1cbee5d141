package org.dsd4j.nn.spec;

import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Shape;

/**
 * A parameter that a layer declares.
 *
 * @param name its name within the layer, such as {@code weight}
 * @param shape its extents
 * @param role its role in the layer
 * @param initializer its initial values
 * @param outputAxis the axis of the layer's outputs, from 0; 0 for parameters that are not weights
 *     of several outputs
 */
public record ParameterSpec(
    String name, Shape shape, Role role, Initializer initializer, int outputAxis) {
  /** Fails without an initializer. */
  public ParameterSpec {
    Check.given("initializer of " + name, initializer);
  }

  /** A parameter whose outputs lie along its first axis: [out, in, ...]. */
  public ParameterSpec(String name, Shape shape, Role role, Initializer initializer) {
    this(name, shape, role, initializer, 0);
  }

  /** For example {@code weight [300, 784], lecunUniform()}. */
  @Override
  public String toString() {
    return name + " " + shape + ", " + initializer;
  }
}
