package org.dsd4j.prune;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;

/**
 * Decides which weights stay. A pure function of the candidates: it changes nothing, and the same
 * candidates give the same masks. One that goes by a number for each weight is a {@link Score}.
 */
public interface Pruner {
  /** A short name with settings, for reports and provenance. */
  @Override
  String toString();

  /** A mask for each candidate, by name. */
  Map<String, Mask> masks(List<Candidate> candidates);

  /** Whether {@link #masks} reads {@link Candidate#gradient}; not so by default. */
  default boolean needsGradient() {
    return false;
  }

  /**
   * Checks that parameters can be pruned as decided, before anything is trained; any can unless a
   * pruner says otherwise.
   *
   * @param pruned the parameters that will be pruned, with their sparsities
   * @throws IllegalArgumentException if they cannot; the message says why
   */
  default void check(List<PruneDecision> pruned) {}

  /**
   * How many elements of a parameter will stay; empty where that depends on the weights.
   *
   * @param decision about a parameter that is pruned
   */
  default OptionalLong keptCount(PruneDecision decision) {
    return OptionalLong.empty();
  }

  /**
   * How many of {@code size} elements are pruned at a sparsity: size · sparsity, rounded half to
   * even, as PyTorch counts.
   */
  static int prunedCount(int size, double sparsity) {
    return (int) Math.rint(size * sparsity);
  }

  /**
   * A parameter to prune.
   *
   * @param name the parameter's name
   * @param shape its shape
   * @param outputAxis the axis along which its layer's outputs lie
   * @param weights its values, row-major; not to be changed
   * @param gradient the loss's derivative by each of them; empty unless the pruner {@linkplain
   *     Pruner#needsGradient needs} it; not to be changed
   * @param sparsity the share of its elements to prune, in [0, 1]
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier of one call, never compared
  record Candidate(
      String name,
      Shape shape,
      int outputAxis,
      double[] weights,
      double[] gradient,
      double sparsity) {
    /**
     * Checks the gradient.
     *
     * @throws IllegalArgumentException if there is one, but not of each weight
     */
    public Candidate {
      Check.argument(
          gradient.length == 0 || gradient.length == weights.length,
          "gradient of " + name,
          "numbers for " + weights.length + " weights, or none",
          gradient.length,
          "pass the derivative by each weight");
    }

    /** A parameter without a gradient. */
    public Candidate(String name, Shape shape, int outputAxis, double[] weights, double sparsity) {
      this(name, shape, outputAxis, weights, new double[0], sparsity);
    }

    /** A parameter without a gradient, whose outputs lie along its first axis: [out, in, ...]. */
    public Candidate(String name, Shape shape, double[] weights, double sparsity) {
      this(name, shape, 0, weights, sparsity);
    }

    /** This candidate with a gradient. */
    public Candidate withGradient(double... gradient) {
      return new Candidate(name, shape, outputAxis, weights, gradient, sparsity);
    }

    /**
     * The loss's derivative by each weight, row-major; not to be changed.
     *
     * @throws IllegalStateException if there is none, as the score or pruner did not ask for it
     */
    @Override
    public double[] gradient() {
      if (gradient.length == 0) {
        throw new IllegalStateException(
            Check.message(
                "gradient of " + name,
                "a score or pruner whose needsGradient() is true",
                "one that reads the gradient all the same",
                "override needsGradient()"));
      }
      return gradient;
    }
  }
}
