package org.dsd4j.nn;

import org.dsd4j.tensor.Shape;

/**
 * A tensor that a layer's forward computation fills for its backward one.
 *
 * @param name its name within the layer
 * @param shape its extents, the batch dimension included where it has one
 */
public record SavedSpec(String name, Shape shape) {}
