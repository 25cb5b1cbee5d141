package org.dsd4j.metric;

import java.util.Optional;
import org.dsd4j.data.Values;
import org.dsd4j.internal.Check;
import org.dsd4j.tensor.Lengths;
import org.dsd4j.tensor.Shape;

/**
 * A measure of a network's outputs over a whole data set, independent of the division into batches.
 * Immutable; {@link #start()} begins one evaluation. {@link org.dsd4j.evaluate.Evaluator} passes it
 * a network's outputs.
 */
public interface Metric {
  /** A short name for tables. */
  String name();

  /** The name and what else was set, for provenance: {@code accuracy, ignoring label 3}. */
  @Override
  String toString();

  /** Whether larger values are better. */
  boolean higherIsBetter();

  /**
   * Checks that one sample's target can be measured. The default accepts any target.
   *
   * @param output the shape of the output for one sample
   * @param target the target
   * @throws IllegalArgumentException if it cannot; the message has the reason
   */
  default void checkTarget(Shape output, Values target) {}

  /** The name of the output that it measures; empty for the main one. */
  default Optional<String> output() {
    return Optional.empty();
  }

  /**
   * The name of the target that it compares the output with; empty for that of the output's name,
   * or the only one.
   */
  default Optional<String> target() {
    return Optional.empty();
  }

  /** This metric of another output, which is compared with the target of that name. */
  default Metric of(String output) {
    return new OutputMetric(this, output, Optional.empty());
  }

  /** This metric of any output and any target. */
  default Metric of(String output, String target) {
    return new OutputMetric(this, output, Optional.of(target));
  }

  /** Begins an evaluation of which no sample was taken yet. */
  Running start();

  /** An evaluation that is on: takes batches, then gives the value. For one thread. */
  interface Running {
    /**
     * Adds one batch.
     *
     * @param outputShape [N, ...]
     * @param output the output's values, row-major
     * @param target the targets' values, row-major
     */
    void add(Shape outputShape, float[] output, float[] target);

    /**
     * Adds one batch of sequences [N, T, ...]. Metrics that need no lengths need not override this.
     *
     * @param outputShape [N, T, ...]
     * @param output the output's values, row-major
     * @param lengths the number of real steps of each output
     * @param target the targets' values, row-major
     */
    default void add(Shape outputShape, float[] output, Lengths lengths, float[] target) {
      add(outputShape, output, target);
    }

    /**
     * Adds the state of another one, as if its batches had been added here: parts of a data set
     * that are evaluated separately give the value of the whole. The other one does not change.
     *
     * @param other one {@linkplain Metric#start started} by the same metric
     */
    void merge(Running other);

    /**
     * All that this one has taken, as numbers that {@link #merge(double...)} takes: for parts of a
     * data set that are evaluated in several processes.
     */
    double[] toNumbers();

    /**
     * Takes all that another one has taken, like {@link #merge(Running)}.
     *
     * @param numbers those of one that the same metric started
     * @throws IllegalArgumentException if they cannot be
     */
    void merge(double... numbers);

    /**
     * Another evaluation as one of this class, for {@link #merge}.
     *
     * @throws IllegalArgumentException if it is one of another class; the message says so
     */
    static <R extends Running> R checked(Class<R> type, Running other) {
      Check.argument(
          type.isInstance(other),
          "evaluation to merge",
          "one that the same metric started, of " + type,
          other.getClass(),
          "merge evaluations of one metric");
      return type.cast(other);
    }

    /**
     * The value over all batches so far.
     *
     * @throws IllegalStateException if no batch was added
     */
    double value();
  }
}
