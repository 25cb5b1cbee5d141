package org.dsd4j.nn.spec;

import org.dsd4j.tensor.Shape;

/**
 * A tensor that a layer's forward computation fills for its backward one.
 *
 * @param name its name within the layer
 * @param shape its extents, the batch dimension included where it has one
 * @param statistic whether it holds statistics, which are not computed in narrow numbers
 */
public record SavedSpec(String name, Shape shape, boolean statistic) {
  /** A tensor in the numbers that the layer computes in. */
  public SavedSpec(String name, Shape shape) {
    this(name, shape, false);
  }

  /** A tensor of statistics, such as means. */
  public static SavedSpec statistic(String name, Shape shape) {
    return new SavedSpec(name, shape, true);
  }
}
