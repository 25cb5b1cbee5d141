package org.dsd4j.metric;

import org.dsd4j.data.Values;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;

/**
 * A measure of a network's outputs over a whole data set, independent of how it is cut into
 * batches. Immutable; {@link #start()} begins one evaluation.
 */
public interface Metric {
  /** A short name for tables. */
  String name();

  /** Whether larger values are better. */
  boolean higherIsBetter();

  /**
   * Checks that one sample's target can be measured; any can unless a metric says otherwise.
   *
   * @param output the shape of the main output for one sample
   * @param target the target
   * @throws IllegalArgumentException if it cannot; the message says why
   */
  default void checkTarget(Shape output, Values target) {}

  /** Begins an evaluation. */
  Evaluation start();

  /** One evaluation: takes batches, then gives the value. */
  interface Evaluation {
    /**
     * Takes one batch.
     *
     * @param outputShape [N, ...]
     * @param output the main output's values, row-major
     * @param target the targets' values, row-major
     */
    void add(Shape outputShape, float[] output, float[] target);

    /**
     * Takes one batch of sequences [N, T, ...]. Metrics that need no lengths leave this as it is.
     *
     * @param outputShape [N, T, ...]
     * @param output the main output's values, row-major
     * @param lengths how many steps of each output are real
     * @param target the targets' values, row-major
     */
    default void add(Shape outputShape, float[] output, Lengths lengths, float[] target) {
      add(outputShape, output, target);
    }

    /**
     * The value over all batches so far.
     *
     * @throws IllegalStateException if there was none
     */
    double value();
  }
}
