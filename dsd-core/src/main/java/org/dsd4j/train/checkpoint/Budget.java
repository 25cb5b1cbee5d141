package org.dsd4j.train.checkpoint;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.dsd4j.internal.Check;

/**
 * How long one call may train before it stops as if asked to. What the run took before it was
 * resumed does not count.
 *
 * @param time the most time
 * @param steps the most steps
 */
public record Budget(Optional<Duration> time, OptionalLong steps) {
  /** Checks the number. */
  public Budget {
    steps.ifPresent(
        s -> Check.argument(s >= 1, "steps", "at least 1", s, "pass a positive number"));
  }

  /** No end. */
  public static Budget unlimited() {
    return new Budget(Optional.empty(), OptionalLong.empty());
  }

  /** At most so much time. */
  public Budget time(Duration most) {
    return new Budget(Optional.of(Check.given("time", most)), steps);
  }

  /** At most so many steps. */
  public Budget steps(long most) {
    return new Budget(time, OptionalLong.of(most));
  }
}
