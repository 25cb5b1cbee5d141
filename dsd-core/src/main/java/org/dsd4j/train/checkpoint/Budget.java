package org.dsd4j.train.checkpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;
import org.dsd4j.internal.Numerals;

/**
 * The limit of one call, after which training stops as by a request. Time and steps before a resume
 * do not count.
 *
 * @param time the largest time
 * @param steps the largest number of steps
 */
public record Budget(Optional<Duration> time, OptionalLong steps) {
  /** Checks the number. */
  public Budget {
    steps.ifPresent(
        s -> Check.argument(s >= 1, "steps", "at least 1", s, "pass a positive number"));
  }

  /** No limit. */
  public static Budget unlimited() {
    return new Budget(Optional.empty(), OptionalLong.empty());
  }

  /** Limits the time. */
  public Budget time(Duration most) {
    return new Budget(Optional.of(Check.given("time", most)), steps);
  }

  /** Limits the number of steps. */
  public Budget steps(long most) {
    return new Budget(time, OptionalLong.of(most));
  }

  /** For example {@code 2 h or 10,000 steps}, whichever is first. */
  @Override
  public String toString() {
    if (time.isEmpty() && steps.isEmpty()) {
      return "no limit";
    }
    String duration = time.map(Numerals::duration).orElse("");
    String most = steps.isPresent() ? Numerals.counted(steps.getAsLong(), "step") : "";
    return duration + (duration.isEmpty() || most.isEmpty() ? "" : " or ") + most;
  }
}
