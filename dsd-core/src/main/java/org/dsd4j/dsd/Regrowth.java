package org.dsd4j.dsd;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The values from which pruned weights restart when the masks are removed. A pure function of the
 * pruned weights: equal ones, with an equal source of random numbers, get equal values.
 */
public interface Regrowth {
  /**
   * Returns the new values of a parameter's pruned weights: one finite number for each, in the
   * order of their indices, or an empty array to leave all at zero.
   */
  double[] values(PrunedWeights pruned);

  /**
   * Whether {@link #values} reads {@link PrunedWeights#saved}; false by default. If it does, a run
   * keeps the values of pruned weights throughout a sparse phase, also in checkpoints.
   */
  default boolean needsSaved() {
    return false;
  }

  /** A short name with settings, for provenance: {@code from zero}. */
  @Override
  String toString();

  /** Restart at zero, as in the paper. */
  static Regrowth zero() {
    return new Zero();
  }

  /**
   * Restart at normally distributed numbers around zero, different in each round, for comparison.
   */
  static Regrowth normal(double deviation) {
    return new Normal(Check.positive("deviation of regrown weights", deviation));
  }

  /**
   * Restart at the values that the weights had before they were pruned. These take as much memory
   * as the pruned weights themselves, which the run holds until the re-dense phase begins.
   */
  static Regrowth saved() {
    return new Saved();
  }

  /**
   * Restart at initial values, drawn anew from each parameter's initializer, different in each
   * round.
   */
  static Regrowth initial() {
    return new Initial();
  }

  /** Zero. */
  record Zero() implements Regrowth {
    @Override
    public double[] values(PrunedWeights pruned) {
      return new double[0];
    }

    @Override
    public String toString() {
      return "from zero";
    }
  }

  /**
   * A normal distribution around zero.
   *
   * @param deviation its standard deviation
   */
  record Normal(double deviation) implements Regrowth {
    @Override
    public double[] values(PrunedWeights pruned) {
      double[] values = new double[pruned.count()];
      for (int i = 0; i < values.length; i++) {
        values[i] = pruned.random().nextGaussian() * deviation;
      }
      return values;
    }

    @Override
    public String toString() {
      return "from a normal distribution of deviation " + Numerals.text(deviation);
    }
  }

  /** The values before pruning. */
  record Saved() implements Regrowth {
    @Override
    public boolean needsSaved() {
      return true;
    }

    @Override
    public double[] values(PrunedWeights pruned) {
      return pruned.saved();
    }

    @Override
    public String toString() {
      return "from the values before pruning";
    }
  }

  /** Fresh initial values. */
  record Initial() implements Regrowth {
    @Override
    public double[] values(PrunedWeights pruned) {
      return pruned.initial();
    }

    @Override
    public String toString() {
      return "from fresh initial values";
    }
  }
}
