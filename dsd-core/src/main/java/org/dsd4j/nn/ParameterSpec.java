package org.dsd4j.nn;

import org.dsd4j.tensor.Shape;

/**
 * A parameter that a layer asks for.
 *
 * @param name its name within the layer, such as {@code weight}
 * @param shape its extents
 * @param role what it is to the layer
 * @param initializer what it starts as
 */
public record ParameterSpec(String name, Shape shape, Role role, Initializer initializer) {}
