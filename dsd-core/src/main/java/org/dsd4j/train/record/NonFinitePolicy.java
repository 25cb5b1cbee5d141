package org.dsd4j.train.record;

import org.dsd4j.internal.Check;
import org.dsd4j.internal.Internal;

/**
 * What a run does at a step whose loss, a gradient or a statistic is infinite or not a number. Each
 * is logged, told to listeners and counted in the phase's {@link Setbacks}.
 *
 * <ul>
 *   <li>{@link #stop}, the default, ends the run; its last checkpoint stays.
 *   <li>{@link #skipBatch} goes on as if the batch had not been there: weights, optimizer state,
 *       number of steps and statistics keep every bit that they had before it, also those that its
 *       forward computation moved. Its samples are left out of the epoch's mean loss. For a few bad
 *       batches; where the weights themselves are lost, it ends the run.
 *   <li>{@link #stepBack} takes weights, statistics and optimizer state back to where the epoch
 *       began, halves the learning rate for the rest of the phase, and runs the epoch again with
 *       the same data in the same order. Masks and phase stay. For rates that are too high.
 * </ul>
 *
 * <p>A step back leads to the epoch's beginning, of which a copy is kept in memory and in
 * checkpoints, and not to the last checkpoint: when that was written depends on the clock, and
 * equal runs are to end with equal bits, cut or not.
 *
 * <p>Those that go on look through all gradients at each step, which {@link #stop} leaves to the
 * loss that follows and to the end of the epoch.
 *
 * @param action what is done
 * @param most how often in a phase before the run ends; 0 for {@link #stop}
 */
public record NonFinitePolicy(Action action, int most) {
  /** What is done at a step that is not finite. */
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
     * What is counted, in plain words.
     *
     * @hidden
     */
    @Internal
    public String many() {
      return many;
    }

    /** What the run does, in plain words. */
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

  /** Leaves the batch out, at most so often in a phase. */
  public static NonFinitePolicy skipBatch(int most) {
    return new NonFinitePolicy(Action.SKIP_BATCH, most);
  }

  /** Begins the epoch again with half the learning rate, at most so often in a phase. */
  public static NonFinitePolicy stepBack(int most) {
    return new NonFinitePolicy(Action.STEP_BACK, most);
  }

  @Override
  public String toString() {
    return action == Action.STOP ? action.toString() : action + ", at most " + most + " in a phase";
  }
}
