package org.dsd4j.nn.spec;

import org.dsd4j.tensor.Shape;

/**
 * A tensor that a layer's forward computation saves for its backward one.
 *
 * @param name its name within the layer
 * @param shape its extents, including the batch dimension if it has one
 * @param statistic whether it holds statistics, which are never in reduced precision
 */
public record SavedSpec(String name, Shape shape, boolean statistic) {
  /** A tensor in the precision of the layer's activations. */
  public SavedSpec(String name, Shape shape) {
    this(name, shape, false);
  }

  /** A tensor of statistics, such as means. */
  public static SavedSpec statistic(String name, Shape shape) {
    return new SavedSpec(name, shape, true);
  }

  /** For example {@code mask [32, 300]}. */
  @Override
  public String toString() {
    return name + " " + shape;
  }
}
