package org.dsd4j.dsd;

import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;

/** The values from which pruned weights restart when the masks are removed. */
public sealed interface Regrowth {
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

  /** The new value of one pruned weight. */
  double value(RandomGenerator random);

  /** Zero. */
  record Zero() implements Regrowth {
    @Override
    public double value(RandomGenerator random) {
      return 0;
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
    public double value(RandomGenerator random) {
      return random.nextGaussian() * deviation;
    }

    @Override
    public String toString() {
      return "from a normal distribution of deviation " + deviation;
    }
  }
}
