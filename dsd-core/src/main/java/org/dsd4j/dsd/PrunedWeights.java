package org.dsd4j.dsd;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.dsd4j.internal.Check;
import org.dsd4j.nn.spec.Mask;

/** What a {@link Regrowth} sees of a parameter whose pruned weights restart. */
public final class PrunedWeights {
  private final String parameter;
  private final Mask mask;
  private final RandomGenerator random;
  private final Supplier<Optional<double[]>> saved;
  private final Supplier<float[]> initial;

  /**
   * Pruned weights.
   *
   * @param saved their values before pruning, if these are kept
   * @param initial initial values of the whole parameter
   */
  PrunedWeights(
      String parameter,
      Mask mask,
      RandomGenerator random,
      Supplier<Optional<double[]>> saved,
      Supplier<float[]> initial) {
    this.parameter = parameter;
    this.mask = mask;
    this.random = random;
    this.saved = saved;
    this.initial = initial;
  }

  /** The parameter's name. */
  public String parameter() {
    return parameter;
  }

  /** The mask that pruned them, which is no longer in force. */
  public Mask mask() {
    return mask;
  }

  /** The number of pruned weights. */
  public int count() {
    return mask.size() - mask.keptCount();
  }

  /** The source of random numbers, another one for each parameter and round. */
  public RandomGenerator random() {
    return random;
  }

  /**
   * The values that they had immediately before they were pruned, in the order of their indices.
   *
   * @throws IllegalStateException if the regrowth does not say that it needs them
   */
  public double[] saved() {
    return saved
        .get()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    Check.message(
                        "values of " + parameter + " before pruning",
                        "a regrowth whose needsSaved() is true",
                        "one that reads them all the same",
                        "override needsSaved()")));
  }

  /** Initial values drawn anew from the parameter's initializer, in the order of their indices. */
  public double[] initial() {
    float[] all = initial.get();
    double[] values = new double[count()];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (!mask.keeps(i)) {
        values[next++] = all[i];
      }
    }
    return values;
  }
}
