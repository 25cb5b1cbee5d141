package org.dsd4j.train;

/**
 * How often a phase met a step that was not finite and went on, by its {@link NonFinitePolicy}.
 *
 * @param skippedBatches how many batches were left out
 * @param stepsBack how many times an epoch began again, each time with half the learning rate
 */
public record Setbacks(int skippedBatches, int stepsBack) {
  /** Before the first. */
  public static Setbacks none() {
    return new Setbacks(0, 0);
  }

  /** What the schedule's rate is multiplied by from now on: ½ for each step back. */
  public double learningRateFactor() {
    return Math.scalb(1.0, -stepsBack);
  }

  int of(NonFinitePolicy.Action action) {
    return switch (action) {
      case STOP -> 0;
      case SKIP_BATCH -> skippedBatches;
      case STEP_BACK -> stepsBack;
    };
  }

  Setbacks and(NonFinitePolicy.Action action) {
    return switch (action) {
      case STOP -> this;
      case SKIP_BATCH -> new Setbacks(skippedBatches + 1, stepsBack);
      case STEP_BACK -> new Setbacks(skippedBatches, stepsBack + 1);
    };
  }
}
