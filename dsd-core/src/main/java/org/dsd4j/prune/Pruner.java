package org.dsd4j.prune;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.nn.spec.Mask;
import org.dsd4j.tensor.Shape;

/**
 * Chooses the weights to keep. A pure function of the candidates: it changes nothing, and equal
 * candidates give equal masks. If the choice is by a number for each weight, implement a {@link
 * Score} instead.
 */
public interface Pruner {
  /** A short name with settings, for reports and provenance. */
  @Override
  String toString();

  /** Returns a mask for each candidate, by name. */
  Map<String, Mask> masks(List<Candidate> candidates);

  /** Whether {@link #masks} reads {@link Candidate#gradient}; false by default. */
  default boolean needsGradient() {
    return false;
  }

  /**
   * Checks before training that parameters can be pruned as decided. The default accepts any
   * decisions.
   *
   * @param pruned the parameters that will be pruned, with their sparsities
   * @throws IllegalArgumentException if they cannot; the message has the reason
   */
  default void check(List<PruneDecision> pruned) {}

  /**
   * Whether {@link #masks} never keeps a weight that a candidate's {@linkplain Candidate#held mask}
   * has pruned already, and counts it among those to prune; false by default. Gradual pruning,
   * which raises the sparsity within a sparse phase, needs it.
   */
  default boolean canRaise() {
    return false;
  }

  /**
   * The number of elements of a parameter that will be kept; empty if it depends on the weights.
   *
   * @param decision the decision about a parameter that is pruned
   */
  default OptionalLong keptCount(PruneDecision decision) {
    return OptionalLong.empty();
  }

  /**
   * The number of elements pruned of {@code size} at a sparsity: size · sparsity, rounded half to
   * even, as in PyTorch.
   */
  static int prunedCount(int size, double sparsity) {
    return (int) Math.rint(size * sparsity);
  }

  /**
   * A parameter to prune.
   *
   * @param name the parameter's name
   * @param shape its shape
   * @param outputAxis the axis of its layer's outputs
   * @param weights its values, row-major; must not be changed
   * @param gradient the derivative of the loss with respect to each weight; empty unless the pruner
   *     {@linkplain Pruner#needsGradient needs} it; must not be changed
   * @param sparsity the fraction of its elements to prune, in [0, 1]
   * @param held the mask that is in force already, whose pruned weights are to stay pruned; empty
   *     unless pruning is gradual
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier of one call, never compared
  record Candidate(
      String name,
      Shape shape,
      int outputAxis,
      double[] weights,
      double[] gradient,
      double sparsity,
      Optional<Mask> held) {
    /**
     * Checks the gradient.
     *
     * @throws IllegalArgumentException if there is a gradient, but not one value for each weight
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
      this(name, shape, outputAxis, weights, new double[0], sparsity, Optional.empty());
    }

    /** A parameter without a gradient whose outputs are along its first axis: [out, in, ...]. */
    public Candidate(String name, Shape shape, double[] weights, double sparsity) {
      this(name, shape, 0, weights, sparsity);
    }

    /** This candidate with a gradient. */
    public Candidate withGradient(double... gradient) {
      return new Candidate(name, shape, outputAxis, weights, gradient, sparsity, held);
    }

    /** This candidate with a mask that is in force already. */
    public Candidate holding(Mask mask) {
      return new Candidate(name, shape, outputAxis, weights, gradient, sparsity, Optional.of(mask));
    }

    /** Whether the weight at this index is pruned already. */
    public boolean isPruned(int index) {
      return held.isPresent() && !held.get().keeps(index);
    }

    /**
     * The derivative of the loss with respect to each weight, row-major; must not be changed.
     *
     * @throws IllegalStateException if there is none, because the score or pruner does not request
     *     it
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

    /** For example {@code fc1.weight [300, 784], to be pruned to 0.5}. */
    @Override
    public String toString() {
      return name + " " + shape + ", to be pruned to " + Numerals.text(sparsity);
    }
  }
}
