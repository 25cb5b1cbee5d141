package org.dsd4j.train.record;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/**
 * The reaction to a step whose loss, a gradient or a statistic is infinite or NaN. Each such step
 * is logged, reported to listeners and counted in the phase's {@link Setbacks}.
 *
 * <ul>
 *   <li>{@link #stop}, the default, ends the run; its last checkpoint remains.
 *   <li>{@link #skipBatch} continues as if the batch did not exist: weights, optimizer state,
 *       number of steps and statistics, including those that its forward computation changed, are
 *       restored exactly. Its samples are not part of the epoch's mean loss. For a few bad batches;
 *       if the weights themselves are not finite, the run ends.
 *   <li>{@link #stepBack} restores weights, statistics and optimizer state of the beginning of the
 *       epoch, halves the learning rate for the rest of the phase, and repeats the epoch with the
 *       same data in the same order. Masks and phase are kept. For rates that are too high.
 * </ul>
 *
 * <p>A step back leads to the epoch's beginning, of which a copy is kept in memory and in
 * checkpoints, and not to the last checkpoint, whose time depends on the clock: equal runs must end
 * with equal bits, interrupted or not.
 *
 * <p>The policies that continue check all gradients at each step; {@link #stop} relies on the next
 * loss and on a check at the end of the epoch.
 *
 * @param action the reaction
 * @param most the largest number of times in a phase before the run ends; 0 for {@link #stop}
 */
public record NonFinitePolicy(Action action, int most) {
  /** The reactions to a step that is not finite. */
  public enum Action {
    /** The run ends. */
    STOP("stops", "stops"),
    /** The batch is left out. */
    SKIP_BATCH("skips the batch", "skipped batches"),
    /** The epoch begins again with half the learning rate. */
    STEP_BACK("steps back", "steps back");

    private final String label;
    private final String many;

    Action(String label, String many) {
      this.label = label;
      this.many = many;
    }

    /**
     * A description of the events counted.
     *
     * @hidden
     */
    @Internal
    public String many() {
      return many;
    }

    /** A description of the reaction. */
    @Override
    public String toString() {
      return label;
    }
  }

  /** Checks the number. */
  public NonFinitePolicy {
    Check.given("action", action);
    Check.argument(
        action == Action.STOP ? most == 0 : most >= 1,
        "how often a run " + action + " in a phase",
        action == Action.STOP ? 0 : "a whole number of at least 1",
        most,
        "call stop(), or pass a positive number");
  }

  /** Ends the run. */
  public static NonFinitePolicy stop() {
    return new NonFinitePolicy(Action.STOP, 0);
  }

  /** Leaves the batch out, at most this many times in a phase. */
  public static NonFinitePolicy skipBatch(int most) {
    return new NonFinitePolicy(Action.SKIP_BATCH, most);
  }

  /** Begins the epoch again with half the learning rate, at most this many times in a phase. */
  public static NonFinitePolicy stepBack(int most) {
    return new NonFinitePolicy(Action.STEP_BACK, most);
  }

  @Override
  public String toString() {
    return action == Action.STOP ? action.toString() : action + ", at most " + most + " in a phase";
  }
}
