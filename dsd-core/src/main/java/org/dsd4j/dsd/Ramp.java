package org.dsd4j.dsd;

import java.util.OptionalDouble;
import org.dsd4j.internal.Check;
import org.dsd4j.train.record.Epochs;

/**
 * How a sparse phase reaches its sparsity: at once, or in several raises that begin with the phase
 * and divide some of its epochs evenly, of which the last one reaches the sparsity. Weights that
 * are pruned stay pruned.
 *
 * @param rise how the sparsity rises
 * @param epochs the number of epochs, from the phase's first, that the raises are spread over; 0 at
 *     once
 * @param steps the number of steps between two raises; 0 for one at the start of each epoch
 */
public record Ramp(Rise rise, int epochs, int steps) {
  /** The ways of rising. At raise r of n the sparsity is this share of the phase's. */
  public enum Rise {
    /** 1. */
    AT_ONCE("at once"),
    /** r / n. */
    LINEAR("linearly"),
    /** 1 − (1 − r / n)³: first fast, then ever more slowly (Zhu and Gupta 2017). */
    CUBIC("cubically");

    private final String adverb;

    Rise(String adverb) {
      this.adverb = adverb;
    }

    double share(double progress) {
      return switch (this) {
        case AT_ONCE -> 1;
        case LINEAR -> progress;
        case CUBIC -> 1 - Math.pow(1 - progress, 3);
      };
    }
  }

  /** Checks the numbers. */
  public Ramp {
    Check.notNegative("epochs of the ramp", epochs);
    Check.notNegative("steps between raises", steps);
  }

  /** The sparsity is reached at once, as in the paper. */
  public static Ramp atOnce() {
    return new Ramp(Rise.AT_ONCE, 0, 0);
  }

  /**
   * It rises by the same amount at the start of each of the phase's first {@code epochs} epochs.
   *
   * @param epochs at least 1, at most those of the phase
   */
  public static Ramp linear(int epochs) {
    return new Ramp(Rise.LINEAR, Check.positive("epochs of the ramp", epochs), 0);
  }

  /**
   * It rises at the start of each of the phase's first {@code epochs} epochs, by ever less (Zhu and
   * Gupta 2017).
   *
   * @param epochs at least 1, at most those of the phase
   */
  public static Ramp cubic(int epochs) {
    return new Ramp(Rise.CUBIC, Check.positive("epochs of the ramp", epochs), 0);
  }

  /** It rises every {@code steps} steps instead of each epoch. */
  public Ramp everySteps(int steps) {
    Check.argument(
        isGradual(),
        "ramp with raises every " + steps + " steps",
        "a linear or cubic one",
        this,
        "call linear(...) or cubic(...) before");
    return new Ramp(rise, epochs, Check.positive("steps between raises", steps));
  }

  /** Whether there may be several raises. */
  public boolean isGradual() {
    return rise != Rise.AT_ONCE;
  }

  /** Fails unless the sparsity is sure to be reached in a phase of this length. */
  void check(Epochs phase) {
    if (isGradual()) {
      Check.argument(
          epochs <= phase.count(),
          "epochs over which the sparsity is raised",
          "at most the " + phase.count() + " of the phase",
          epochs,
          "make the ramp shorter, or the phase longer");
      Check.argument(
          phase.earlyStopping().isEmpty() && !phase.restoresBest(),
          "sparse phase whose sparsity is raised " + this,
          "one that ends with its last epoch",
          phase,
          "leave out early stopping and the restoring of the best epoch, which may be less sparse");
    }
  }

  /**
   * The share of the phase's sparsity to which it is raised before a step; empty if it is not.
   *
   * @param step the number of the step in the phase, from 0
   * @param stepsPerEpoch the number of steps of an epoch
   */
  OptionalDouble raiseBefore(long step, long stepsPerEpoch) {
    if (!isGradual()) {
      return step == 0 ? OptionalDouble.of(1) : OptionalDouble.empty();
    }
    long all = epochs * stepsPerEpoch;
    long between = steps == 0 ? stepsPerEpoch : steps;
    if (step >= all || step % between != 0) {
      return OptionalDouble.empty();
    }
    long raises = (all + between - 1) / between;
    return OptionalDouble.of(rise.share((double) (step / between + 1) / raises));
  }

  /** For example {@code cubically over 3 epochs, every 100 steps}. */
  @Override
  public String toString() {
    if (!isGradual()) {
      return rise.adverb;
    }
    return rise.adverb
        + (epochs == 1 ? " over 1 epoch" : " over " + epochs + " epochs")
        + (steps == 0 ? ", at each" : ", every " + (steps == 1 ? "step" : steps + " steps"));
  }
}
