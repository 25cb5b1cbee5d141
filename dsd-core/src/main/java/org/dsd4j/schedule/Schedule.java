package org.dsd4j.schedule;

import java.util.List;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;
import org.dsd4j.internal.OwnText;

/**
 * A value for each step, such as a learning rate or a sparsity: a pure function of the step's
 * number from 0, without state. The schedules made here print as they are written in code; a custom
 * one is a lambda with a {@linkplain #named name}.
 */
@FunctionalInterface
public interface Schedule {
  /** The value at a step. */
  double at(long step);

  /** The same value at every step. */
  static Schedule constant(double value) {
    return new NamedSchedule(call("constant", value), step -> value);
  }

  /**
   * Falls from {@code from} to {@code to} along half a cosine in {@code steps}, then stays at
   * {@code to}.
   */
  static Schedule cosine(double from, double to, long steps) {
    checkSteps(steps);
    return new NamedSchedule(
        call("cosine", from, to, steps),
        step -> to + (from - to) * (1 + Math.cos(Math.PI * progress(step, steps))) / 2);
  }

  /**
   * Changes linearly from {@code from} to {@code to} in {@code steps}, then stays at {@code to}.
   */
  static Schedule linear(double from, double to, long steps) {
    checkSteps(steps);
    return new NamedSchedule(
        call("linear", from, to, steps), step -> from + (to - from) * progress(step, steps));
  }

  /**
   * From {@code from} to {@code to} as (1 − step / steps)<sup>power</sup> falls from 1 to 0 in
   * {@code steps}; then stays at {@code to}. With {@code to} = 0 this is PyTorch's {@code
   * PolynomialLR}. A power above 1 is steepest at the beginning, one below 1 at the end, and 1 is
   * linear.
   *
   * @param power above 0
   */
  static Schedule polynomial(double from, double to, long steps, double power) {
    checkSteps(steps);
    Check.positive("power", power);
    return new NamedSchedule(
        call("polynomial", from, to, steps, power),
        step -> to + (from - to) * Math.pow(1 - progress(step, steps), power));
  }

  /** {@code start}, multiplied by {@code factor} after every {@code every} steps. */
  static Schedule steps(double start, double factor, long every) {
    checkSteps(every);
    return new NamedSchedule(
        call("steps", start, factor, every),
        step -> start * Math.pow(factor, (double) Math.floorDiv(step, every)));
  }

  /** {@code start}, multiplied by {@code factor} at each of the given steps. */
  static Schedule stepsAt(double start, double factor, List<Long> steps) {
    List<Long> copy = List.copyOf(steps);
    return new NamedSchedule(
        "stepsAt(" + Numerals.text(start) + ", " + Numerals.text(factor) + ", " + copy + ")",
        step -> start * Math.pow(factor, (double) copy.stream().filter(s -> step >= s).count()));
  }

  /**
   * Rises linearly from 0 to this schedule's first value in {@code steps}, then follows this
   * schedule.
   */
  default Schedule warmedUp(long steps) {
    checkSteps(steps);
    // Step 0 is already above 0: a rate of zero would waste it.
    return followedBy(
        "warmedUp(" + steps + ")",
        step -> step < steps ? at(0) * (step + 1) / steps : at(step - steps));
  }

  /**
   * This schedule with its first {@code steps} values multiplied by a factor that rises linearly to
   * 1.
   */
  default Schedule rising(long steps) {
    checkSteps(steps);
    return followedBy(
        "rising(" + steps + ")", step -> step < steps ? at(step) * (step + 1) / steps : at(step));
  }

  /** This schedule for {@code steps} steps, then {@code next}, which starts at its own step 0. */
  default Schedule then(long steps, Schedule next) {
    checkSteps(steps);
    Schedule joined = step -> step < steps ? at(step) : next.at(step - steps);
    return OwnText.exists(next) ? followedBy("then(" + steps + ", " + next + ")", joined) : joined;
  }

  /**
   * This schedule under a name for tables and provenance. A run can be resumed only with a schedule
   * of the same name, so that different schedules need different names.
   */
  default Schedule named(String name) {
    Check.argument(!name.isBlank(), "name of a schedule", "some text", "none", "give it one");
    return new NamedSchedule(name, this);
  }

  private Schedule followedBy(String call, Schedule values) {
    return OwnText.exists(this) ? new NamedSchedule(this + "." + call, values) : values;
  }

  private static String call(String name, Number... arguments) {
    return name + "(" + Numerals.list(List.of(arguments)) + ")";
  }

  /** The fraction of {@code steps} completed at a step, at most 1. */
  private static double progress(long step, long steps) {
    return Math.min(1, (double) step / steps);
  }

  private static void checkSteps(long steps) {
    Check.argument(steps >= 1, "steps", "at least 1", steps, "give the schedule a length");
  }
}
