package org.dsd4j.schedule;

import java.util.List;
import org.dsd4j.internal.Check;

/**
 * A value for each step, such as a learning rate or a sparsity: a pure function of the step's
 * number from 0, without state.
 */
@FunctionalInterface
public interface Schedule {
  /** The value at a step. */
  double at(long step);

  /** The same value at every step. */
  static Schedule constant(double value) {
    return step -> value;
  }

  /** From {@code from} down to {@code to} along half a cosine in {@code steps}; then {@code to}. */
  static Schedule cosine(double from, double to, long steps) {
    checkSteps(steps);
    return step -> {
      double progress = Math.min(1, (double) step / steps);
      return to + (from - to) * (1 + Math.cos(Math.PI * progress)) / 2;
    };
  }

  /** From {@code from} to {@code to} along a line in {@code steps}; then {@code to}. */
  static Schedule linear(double from, double to, long steps) {
    checkSteps(steps);
    return step -> from + (to - from) * Math.min(1, (double) step / steps);
  }

  /** {@code start}, multiplied by {@code factor} whenever another {@code every} steps are done. */
  static Schedule steps(double start, double factor, long every) {
    checkSteps(every);
    return step -> start * Math.pow(factor, (double) Math.floorDiv(step, every));
  }

  /** {@code start}, multiplied by {@code factor} at each of the given steps. */
  static Schedule stepsAt(double start, double factor, List<Long> steps) {
    List<Long> copy = List.copyOf(steps);
    return step -> start * Math.pow(factor, (double) copy.stream().filter(s -> step >= s).count());
  }

  /** A line from 0 to this schedule's first value in {@code steps}, then this schedule. */
  default Schedule warmedUp(long steps) {
    checkSteps(steps);
    // Step 0 is already one part of the way: a rate of zero would waste it.
    return step -> step < steps ? at(0) * (step + 1) / steps : at(step - steps);
  }

  /**
   * This schedule, of whose first {@code steps} values a share is taken that rises to all of it.
   */
  default Schedule rising(long steps) {
    checkSteps(steps);
    return step -> step < steps ? at(step) * (step + 1) / steps : at(step);
  }

  /** This schedule for {@code steps} steps, then {@code next}, which starts at its own step 0. */
  default Schedule then(long steps, Schedule next) {
    checkSteps(steps);
    return step -> step < steps ? at(step) : next.at(step - steps);
  }

  private static void checkSteps(long steps) {
    Check.argument(steps >= 1, "steps", "at least 1", steps, "give the schedule a length");
  }
}
